"""Making mutants, and whether the checks catch them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from mutation.bases import bases, known, manifests
from mutation.mistakes import Mutant, Operator
from tritonfleet import yamlio
from tritonfleet.checks import Finding, ObjectRef, Severity, run

SEED = 26_07
PER_OPERATOR = 8
"""Mutants drawn of each operator."""
SURVIVORS = Path(__file__).parent / "survivors.yaml"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checks say of a mutant that they did not say before, about the objects it is about and others."""

    mutant: Mutant
    findings: Sequence[Finding]
    elsewhere: Sequence[Finding]

    @property
    def caught(self) -> bool:
        return bool(self.findings)

    def key(self, operator: Operator) -> str:
        """What survivors.yaml calls it."""
        return key(operator, self.mutant)


def drawn(operator: Operator, most: int | None = PER_OPERATOR) -> list[Mutant]:
    """Mutants by the operator, the same ones in every run; all there are without a limit."""
    found = list(_all(operator))
    if most is None or len(found) <= most:
        return found
    return Random(f"{SEED} {operator.name}").sample(found, most)


def _all(operator: Operator) -> Iterator[Mutant]:
    for base in bases():
        yield from operator.make(base, Random(f"{SEED} {operator.name} {base.name}"))


def tried(operator: Operator, most: int | None = PER_OPERATOR) -> list[Outcome]:
    """The outcomes of the mutants drawn of an operator."""
    return [outcome(operator, mutant) for mutant in drawn(operator, most)]


def outcome(operator: Operator, mutant: Mutant) -> Outcome:
    """Run all rules over the mutant."""
    report = run(manifests(mutant.objects), mutant.base.facts)
    old = known(mutant.base)
    new = [finding for finding in report.findings if finding not in old and _counts(operator, finding)]
    naming = [finding for finding in new if not mutant.named.isdisjoint(map(_identity, _objects(finding)))]
    return Outcome(mutant, naming, [finding for finding in new if finding not in naming])


def _counts(operator: Operator, finding: Finding) -> bool:
    return operator.practice or finding.severity is not Severity.INFO


def _objects(finding: Finding) -> Iterator[ObjectRef]:
    if finding.object:
        yield finding.object
    yield from finding.related


def _identity(ref: ObjectRef) -> tuple[str, str, str]:
    return ref.kind, ref.namespace, ref.name


@cache
def survivors() -> Mapping[str, str]:
    """Why no check reports a mutant: key of the mutant, or name of an operator for all of its mutants → reason."""
    read: Any = yamlio.load(yamlio.read_text(SURVIVORS), SURVIVORS.name)
    return {str(name): str(reason) for name, reason in (read["survivors"] or {}).items()}


def key(operator: Operator, mutant: Mutant) -> str:
    """A mutant's name: its operator, its place, its tree."""
    return f"{operator.name}: {mutant.what} ({mutant.base.name})"


def excuse(operator: Operator, mutant: Mutant) -> str:
    """Why this mutant is none, or need not be found; nothing when it must."""
    listed = survivors()
    return listed.get(key(operator, mutant)) or listed.get(operator.name, "")
