"""`python -m tritonfleet.charts write|check [FOLDER]`: the files generated from the values types."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tritonfleet.charts.artefacts import stale, write
from tritonfleet.errors import InputError


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0: nothing to do or written; 1: ``check`` found drift; 2: the folder cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m tritonfleet.charts")
    parser.add_argument("action", choices=("write", "check"))
    parser.add_argument("folder", nargs="?", type=Path, default=Path("charts"), help="folder of the charts")
    options = parser.parse_args(arguments)
    act = write if options.action == "write" else stale
    try:
        changed = act(options.folder)
    except (InputError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    verb = "wrote" if options.action == "write" else "out of date:"
    sys.stdout.writelines(f"{verb} {path}\n" for path in changed)
    return 1 if changed and options.action == "check" else 0


if __name__ == "__main__":
    raise SystemExit(main())
