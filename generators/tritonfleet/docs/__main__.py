"""``python -m tritonfleet.docs write|check``: docs/fleet.md, docs/gpus.md and docs/rules.md."""

from __future__ import annotations

import sys
from pathlib import Path

from tritonfleet.docs.fleet import fleet_reference
from tritonfleet.docs.gpus import gpu_reference
from tritonfleet.docs.rules import rules_table

PAGES = {"fleet.md": fleet_reference, "gpus.md": gpu_reference, "rules.md": rules_table}


def main(arguments: list[str]) -> int:
    """Exit status 0: written or current; 1: ``check`` found a page that is not."""
    if arguments not in (["write"], ["check"]):
        sys.stderr.write("usage: python -m tritonfleet.docs write|check\n")
        return 2
    stale = False
    for name, page in PAGES.items():
        path, text = Path("docs") / name, page()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale = True
        if arguments == ["write"]:
            path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{'wrote' if arguments == ['write'] else 'out of date:'} {path}\n")
    return int(stale and arguments == ["check"])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
