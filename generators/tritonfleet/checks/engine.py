"""Running rules over objects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from tritonfleet.checks import registry
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Finding, Severity, Skipped, Suppressed
from tritonfleet.checks.rule import Breach, Rule, Undecided
from tritonfleet.errors import InputError, Location

if TYPE_CHECKING:
    from tritonfleet.checks.world import World
    from tritonfleet.yamlio import Manifest


WORTH_TWO = 2000
"""Objects from which on a second process pays for itself."""
TOGETHER = 5
"""Rules a task: neighbours share what they derive from the objects."""
ABOUT_SERVERS = ("GPU", "TRT", "NET", "MON", "SCL", "ROL", "GIT", "KSV")
"""Areas that derive the same from the objects, so that one process begins with them, and the other with the rest."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found, in file order, and what it could not decide.

    ``objects``: how many it looked at. ``rules``: the ids of the rules it went by. ``suppressed``: what it found, but
    was told to leave alone. ``stale``: what says to leave something alone that is not there any more.
    """

    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    objects: int = 0
    rules: tuple[str, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    stale: tuple[str, ...] = ()

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
    from tritonfleet.checks.reach import reads_objects
    from tritonfleet.checks.suppression import by_annotation
    from tritonfleet.checks.world import World

    world = World(manifests, facts)
    chosen = choose(select, ignore)
    found = _verdicts(world, chosen)
    findings = [verdict for verdict in found if isinstance(verdict, Finding)]
    skipped = sorted({verdict for verdict in found if isinstance(verdict, Skipped)}, key=astuple)
    kept, suppressed = by_annotation(world, findings)
    went_by = tuple(filter(reads_objects, chosen))
    return Report(in_order(kept), tuple(skipped), len(world.index.resources), went_by, tuple(suppressed))


def _verdicts(world: World, chosen: Sequence[str]) -> list[Finding | Skipped]:
    """What every rule says; of many objects by two processes."""
    from tritonfleet.checks.reach import reaching
    from tritonfleet.parallel import can_fork, in_two

    chosen = reaching(world.index.kinds, chosen)
    if len(world.index.resources) < WORTH_TWO or not can_fork():
        return [verdict for rule_id in chosen for verdict in _of_rule(rule_id, world)]
    world.index.prepare()
    servers = _tasks([rule_id for rule_id in chosen if rule_id.startswith(ABOUT_SERVERS)])
    others = [rule_id for rule_id in chosen if not rule_id.startswith(ABOUT_SERVERS)]
    # Workloads last: what they share is soon derived by the other process too, when it comes to help.
    tasks = servers + _tasks(sorted(others, key=lambda rule_id: rule_id.startswith("K8S")))
    return in_two(
        len(tasks),
        lambda n: [verdict for rule_id in tasks[n] for verdict in _of_rule(rule_id, world)],
        first=len(servers),
    )


def _tasks(chosen: Sequence[str]) -> list[Sequence[str]]:
    return [chosen[start : start + TOGETHER] for start in range(0, len(chosen), TOGETHER)]


def _of_rule(rule_id: str, world: World) -> list[Finding | Skipped]:
    # Loaded only now, so that each of two processes loads its own half of the rules.
    rule = registry.rule(rule_id)
    try:
        return [
            Skipped(rule.id, verdict.needs) if isinstance(verdict, Undecided) else _finding(rule, verdict)
            for verdict in rule.check(world)
        ]
    except (InputError, MemoryError):
        raise
    except Exception as error:
        from tritonfleet.checks.failures import failed

        raise failed(rule_id, error) from error


def choose(select: Collection[str] = (), ignore: Collection[str] = ()) -> tuple[str, ...]:
    """The ids of the rules selected and not ignored, in their order. Raises InputError as ``run`` does."""
    return _chosen(tuple(select), tuple(ignore))


@lru_cache(maxsize=64)
def _chosen(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[str, ...]:
    require_known(*select, *ignore)
    selected = (rule_id for rule_id in registry.ids() if rule_id.startswith(select or ""))
    return tuple(rule_id for rule_id in selected if not rule_id.startswith(ignore))


def require_known(*wanted: str) -> None:
    """Raise InputError for what is neither a rule's id nor the beginning of one."""
    from tritonfleet.suggest import suggest

    for name in wanted:
        if not registry.known(name):
            hint = suggest(name, list(registry.modules()))
            raise InputError.of(f"no rule is called {name}", fix=hint or "`tritonfleet rules` lists them")


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
        mend=breach.resource.in_file(breach.mend) if breach.mend else None,
    )
