"""Running rules over objects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Finding, Severity, Skipped
from tritonfleet.errors import InputError, Location

if TYPE_CHECKING:
    from tritonfleet.checks.rule import Breach, Rule
    from tritonfleet.yamlio import Manifest


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found, in file order, and what it could not decide.

    ``objects``: how many it looked at. ``rules``: the ids of the rules it went by.
    """

    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    objects: int = 0
    rules: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings are exactly this bad."""
        return sum(finding.severity is severity for finding in self.findings)

    def adding(self, findings: Iterable[Finding]) -> Report:
        """This report with the findings of other tools."""
        return replace(self, findings=in_order([*self.findings, *findings]))


def run(
    manifests: Iterable[Manifest],
    facts: Facts | None = None,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
) -> Report:
    """Hold every object against the rules.

    ``select`` and ``ignore`` hold rule ids or their beginnings (``NET``, ``K8S01``); nothing selected is
    everything. Raises InputError for one that fits no rule.
    """
    from tritonfleet.checks.rule import Undecided
    from tritonfleet.checks.world import World

    world = World(manifests, facts)
    chosen = choose(select, ignore)
    findings: list[Finding] = []
    skipped: dict[Skipped, None] = {}
    for rule in chosen:
        for verdict in rule.check(world):
            if isinstance(verdict, Undecided):
                skipped[Skipped(rule.id, verdict.needs)] = None
            else:
                findings.append(_finding(rule, verdict))
    ids = tuple(rule.id for rule in chosen)
    return Report(in_order(findings), tuple(skipped), len(world.index.resources), ids)


def choose(select: Collection[str] = (), ignore: Collection[str] = ()) -> Sequence[Rule]:
    """The rules selected and not ignored, in their order."""
    return _chosen(tuple(select), tuple(ignore))


@lru_cache(maxsize=64)
def _chosen(select: tuple[str, ...], ignore: tuple[str, ...]) -> Sequence[Rule]:
    from tritonfleet.checks.registry import rules

    for wanted in (*select, *ignore):
        if not any(rule.id.startswith(wanted) for rule in rules()):
            raise InputError.of(f"no rule is called {wanted}", fix="docs/rules.md lists them")
    return [
        rule
        for rule in rules()
        if (not select or rule.id.startswith(select)) and not rule.id.startswith(ignore)
    ]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings without repetition by file and line; those of one place by rule, then by what they say."""
    return tuple(sorted(dict.fromkeys(findings), key=_place))


def _place(finding: Finding) -> tuple[str, int, int, str, str, str]:
    at = finding.location or Location("")
    return (at.file, at.line, at.column, finding.rule, finding.path, finding.message)


def _finding(rule: Rule, breach: Breach) -> Finding:
    from tritonfleet.render.violations import dotted

    return Finding(
        rule=rule.id,
        severity=breach.severity or rule.severity,
        message=breach.message,
        fix=breach.fix or rule.fix,
        object=breach.resource.ref,
        path=dotted(breach.path),
        location=breach.resource.location(breach.path, breach.inside),
        related=tuple(dict.fromkeys(resource.ref for resource in breach.related)),
        mend=breach.mend,
    )
