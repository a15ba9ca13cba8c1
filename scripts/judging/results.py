"""What the last run found, as numbers: tests/findings/results.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from .catalogue import FOLDER, Project
from .examining import Examined, Found
from .verdicts import Judged

FILE = FOLDER / "results.yaml"


class Result(BaseModel):
    """A project's row. ``findings``, ``real`` and ``minor``: rule → how many of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    project: str
    version: str
    runs: int
    objects: int
    findings: Mapping[str, int]
    real: Mapping[str, int]
    minor: Mapping[str, int]


def result(project: Project, examined: Sequence[Examined], judgement: Judged) -> Result:
    """The row of a project."""
    found = [each for part in examined for each in part.found]
    return Result(
        project=project.project,
        version=project.version,
        runs=len(examined),
        objects=sum(part.objects for part in examined),
        findings=_by_rule(found),
        real=_by_rule(_with(found, judgement, "real")),
        minor=_by_rule(_with(found, judgement, "minor")),
    )


def _with(found: Sequence[Found], judgement: Judged, verdict: str) -> list[Found]:
    return [each for each in found if (given := judgement.of(each)) and given.verdict == verdict]


def _by_rule(found: Sequence[Found]) -> dict[str, int]:
    return dict(sorted(Counter(each.rule for each in found).items()))


def read(file: Path = FILE) -> list[Result]:
    """The rows of the last run that was written."""
    return [Result.model_validate(row) for row in yaml.safe_load(file.read_text(encoding="utf-8"))]


def write(rows: Sequence[Result], file: Path = FILE) -> None:
    """Write the rows."""
    text = yaml.safe_dump([row.model_dump() for row in rows], sort_keys=False, width=110)
    file.write_text("# Written by: python scripts/findings.py --write\n" + text, encoding="utf-8")
