"""Check public projects, and hold what is found against what was judged of it.

Usage: python scripts/findings.py [--clones DIR] [--project OWNER/NAME …] [--list] [--write]

Needs clones of the projects (bare or not) as DIR/OWNER+NAME/repo, DIR/OWNER+NAME or DIR/OWNER/NAME, with the commits
of tests/findings/projects.yaml; DIR is also read from TRITONFLEET_CLONES. A project without one is skipped, with the
reason. Exit code 1: a finding without a verdict, or a verdict without a finding.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from judging.catalogue import Project, projects
from judging.checkouts import Absent, checkout
from judging.examining import Examined, examine
from judging.page import page, table
from judging.results import FILE, Result, read, result, write
from judging.verdicts import Judged, judged

PAGE = Path(__file__).resolve().parent.parent / "docs" / "findings.md"


def main() -> int:
    arguments = _arguments()
    catalogue = projects()
    chosen = [p for p in catalogue if not arguments.project or p.project in arguments.project]
    rows, good = [], True
    for project in chosen:
        judgement = judged(project.project)
        try:
            with checkout(project, arguments.clones) as folder:
                examined = list(examine(project, folder))
        except Absent as reason:
            _say(f"{project.project}: skipped, {reason}")
            continue
        rows.append(result(project, examined, judgement))
        good &= _compared(project, examined, judgement, arguments.list)
    _say(*table(rows))
    if arguments.write:
        _write(catalogue, rows)
    return 0 if good else 1


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--clones",
        type=Path,
        default=os.environ.get("TRITONFLEET_CLONES", "."),
        help="the folder of the clones",
    )
    parser.add_argument("--project", action="append", help="only this one (repeatable)")
    parser.add_argument("--list", action="store_true", help="print every finding, judged or not")
    parser.add_argument("--write", action="store_true", help="write results.yaml and docs/findings.md")
    return parser.parse_args()


def _compared(project: Project, examined: Sequence[Examined], judgement: Judged, everything: bool) -> bool:
    """Print what has no verdict and what has no finding; whether there was neither."""
    found = [each for part in examined for each in part.found]
    unjudged = [each for each in found if judgement.of(each) is None]
    for each in found if everything else unjudged:
        _say(f"{project.project}: {each.part}: {each.rule} {each.severity} {each.object}: {each.message}")
    stale = judgement.stale(found)
    for verdict in stale:
        _say(f"{project.project}: not found any more: {verdict.rule} {', '.join(verdict.objects)}")
    return not unjudged and not stale


def _write(catalogue: Sequence[Project], rows: Sequence[Result]) -> None:
    """Rows of projects that were not checked this time stay as they were."""
    known = {row.project: row for row in (read() if FILE.is_file() else [])} | {
        row.project: row for row in rows
    }
    kept = [known[project.project] for project in catalogue if project.project in known]
    write(kept)
    judgements = {project.project: judged(project.project) for project in catalogue}
    PAGE.write_text(page(catalogue, kept, judgements), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
