"""An expression among the manifests, with its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeVar

from tritonfleet.checks.dashboards import Dashboard
from tritonfleet.checks.dashboards.place import line_and_column
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource
from tritonfleet.checks.promql.parsing import Parsed, parse
from tritonfleet.checks.promql.problems import find_word
from tritonfleet.checks.promql.syntax import Expression
from tritonfleet.checks.promql.uses import Use
from tritonfleet.checks.rule import Breach, Inside
from tritonfleet.errors import Mend

T = TypeVar("T")


class Problem(NamedTuple):
    """What is wrong with an expression, how to mend it, and the word or character where it stands."""

    message: str
    fix: str = ""
    at: str | int = 0
    severity: Severity | None = None


class Purpose(StrEnum):
    """What an expression is for."""

    SCALING = "scaling"
    ALERT = "alert"
    RECORD = "record"
    PANEL = "panel"
    VARIABLE = "variable"
    ANALYSIS = "analysis"


ACTING = frozenset({Purpose.SCALING, Purpose.ALERT, Purpose.ANALYSIS})
"""Purposes whose answer something acts on by itself."""


@dataclass(frozen=True)
class Query:
    """An expression at ``path`` of a resource; in a dashboard at ``within`` of the JSON at that path.

    ``name``: the alert, the record, the panel, the trigger or the metric. ``exact``: whether a Prometheus answers
    it, and so whether its grammar is Prometheus' own. ``subject``: the path of the trigger, rule, target or metric.
    """

    resource: Resource
    path: Path
    text: str
    purpose: Purpose
    name: str = ""
    exact: bool = True
    dashboard: Dashboard | None = None
    within: Path = ()
    subject: Path = ()

    @cached_property
    def parsed(self) -> Parsed:
        """What the text says."""
        return parse(self.text)

    @property
    def expression(self) -> Expression | None:
        """The expression; None when it is wrong or hidden by variables."""
        return self.parsed.expression

    def once(self, look: Callable[[Expression], Sequence[T]]) -> Sequence[T]:
        """What ``look`` finds in the expression, looked for once for all that differ in label values only."""
        return self.parsed.once(look, ())

    @property
    def uses(self) -> tuple[Use, ...]:
        """Every selector with what is around it."""
        return self.parsed.uses

    @property
    def acts(self) -> bool:
        """Whether something acts on the answer: an autoscaler, an alert, a rollout."""
        return self.purpose in ACTING

    @property
    def title(self) -> str:
        """What a person calls it: ``alert `TritonDown```, ``panel `Latency```, ``trigger 0`` without a name."""
        kind = {Purpose.SCALING: "trigger", Purpose.ANALYSIS: "metric"}.get(self.purpose, str(self.purpose))
        if self.name:
            return f"{kind} `{self.name}`"
        number = self.subject[-1] if self.subject else None
        return f"{kind} {number}" if isinstance(number, int) else f"the {kind}"

    def inside(self, offset: int = 0) -> Inside | None:
        """Where a character of the expression stands in the text that its field holds."""
        if self.dashboard is None:
            return line_and_column(self.text, offset)
        start = self.dashboard.inside(self.within)
        return Inside(start.line, start.column + 1 + max(0, offset))

    def problem(self, found: Problem) -> Breach:
        """A problem of the expression as a breach."""
        return self.breach(found.message, found.fix, at=found.at, severity=found.severity)

    def breach(
        self, message: str, fix: str = "", *, at: str | int = 0, severity: Severity | None = None,
        related: tuple[Resource, ...] = (), mend: Mend | None = None,
    ) -> Breach:  # fmt: skip
        """A breach at a character or a word of the expression. The message begins with what the expression is for."""
        offset = at if isinstance(at, int) else find_word(self.text, at)
        text = f"{self.title}: {message}"
        return Breach(self.resource, self.path, text, fix, severity, self.inside(offset), related, mend)
