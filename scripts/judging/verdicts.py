"""What was judged of the findings: tests/findings/verdicts/, a file a project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from .catalogue import FOLDER
from .examining import Found

_Text = Field(min_length=10)


class Verdict(BaseModel):
    """A judgement on the findings of a rule; ``parts`` and ``objects`` (``Kind name``) are shell patterns.

    ``real`` and ``minor`` are both true: the one hurts, the other is better practice that the project may have
    reasons to leave. There is no verdict "false": a rule that says something false is mended.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    parts: Sequence[str] = ("*",)
    objects: Sequence[str] = ("*",)
    verdict: Literal["real", "minor"]
    why: str = _Text
    source: str = _Text

    def covers(self, found: Found) -> bool:
        """Whether it is about this finding."""
        return (
            self.rule == found.rule
            and any(fnmatchcase(found.part, pattern) for pattern in self.parts)
            and any(fnmatchcase(found.object, pattern) for pattern in self.objects)
        )


class Mended(BaseModel):
    """A false alarm that a rule raised here once, and the source that proves it false."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    said: str = _Text
    but: str = _Text
    source: str = _Text


class Judged(BaseModel):
    """All that was judged of a project."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    findings: Sequence[Verdict] = ()
    mended: Sequence[Mended] = ()

    def of(self, found: Found) -> Verdict | None:
        """The first verdict on this finding."""
        return next((verdict for verdict in self.findings if verdict.covers(found)), None)

    def stale(self, found: Iterable[Found]) -> list[Verdict]:
        """Verdicts on what is not found any more."""
        used = {id(self.of(each)) for each in found}
        return [verdict for verdict in self.findings if id(verdict) not in used]


def judged(project: str, folder: Path = FOLDER / "verdicts") -> Judged:
    """What was judged of a project (``owner/name``); nothing where there is no file."""
    file = folder / f"{project.replace('/', '+')}.yaml"
    if not file.is_file():
        return Judged()
    data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Judged.model_validate(data)
