"""``python -m tritonfleet.docs write|check``: the generated pages of docs/, among them one for each rule and alert."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from tritonfleet.docs.fleet import fleet_reference
from tritonfleet.docs.gpus import gpu_reference
from tritonfleet.docs.metrics import metrics_reference
from tritonfleet.docs.queries import query_reference
from tritonfleet.docs.rules import rule_pages
from tritonfleet.docs.runbooks import runbook_pages
from tritonfleet.docs.scaling import scaling_page

FOLDER = Path("docs")
OURS = ("rules", "runbooks")
"""The folders in which every page is generated, so that one that no longer is goes."""


def main(arguments: list[str]) -> int:
    """Exit status 0: written or current; 1: ``check`` found a page that is not; 2: called otherwise."""
    if arguments not in (["write"], ["check"]):
        sys.stderr.write("usage: python -m tritonfleet.docs write|check\n")
        return 2
    write = arguments == ["write"]
    pages = {
        "fleet.md": fleet_reference(),
        "gpus.md": gpu_reference(),
        "metrics.md": metrics_reference(),
        "queries.md": query_reference(),
        "scaling.md": scaling_page(),
        **rule_pages(),
        **runbook_pages(),
    }
    stale = [*_outdated(pages, write=write), *_left_over(pages, write=write)]
    return int(bool(stale) and not write)


def _outdated(pages: Mapping[str, str], *, write: bool) -> list[Path]:
    """The pages that are missing or differ; written anew if asked for."""
    found = []
    for name, text in pages.items():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        found.append(path)
        if write:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{'wrote' if write else 'out of date:'} {path}\n")
    return found


def _left_over(pages: Mapping[str, str], *, write: bool) -> list[Path]:
    """The pages of rules and alerts that are no more; removed if asked for."""
    expected = {FOLDER / name for name in pages}
    there = (path for folder in OURS for path in sorted((FOLDER / folder).glob("*.md")))
    found = [path for path in there if path not in expected]
    for path in found:
        if write:
            path.unlink()
        sys.stdout.write(f"{'removed' if write else 'left over:'} {path}\n")
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
