"""A rule: what it looks for, why that hurts, how to mend it, and examples that the tests execute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tritonfleet.checks.facts import NOTHING_KNOWN, Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource

if TYPE_CHECKING:
    from tritonfleet.checks.world import World


class Area(StrEnum):
    """What a rule is about; its id starts with the area."""

    FLEET = "FLT"
    GPU = "GPU"
    TRITON = "TRT"
    WORKLOAD = "K8S"
    NETWORK = "NET"
    MONITORING = "MON"
    SCALING = "SCL"
    ROLLOUT = "ROL"
    KSERVE = "KSV"
    GITOPS = "GIT"
    SECURITY = "SEC"
    USER = "X"


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule is broken here. ``fix`` replaces the rule's general one when this case has a better one."""

    resource: Resource
    path: Path
    message: str
    fix: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """The rule met something that only a missing fact can decide. ``needs`` names the fact."""

    needs: str


Verdicts = Iterator[Breach | Undecided]
Check = Callable[["World"], Verdicts]


def decided_elsewhere(world: World) -> Verdicts:
    """The check of a rule whose findings come from a tool that is run on files, not on objects."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold.

    ``fails`` and ``passes`` are manifests (YAML): the rule must find something in the first and nothing in
    the second, given ``facts``. They are empty only where ``check`` is ``decided_elsewhere``. ``needs`` names
    facts without which the rule cannot always decide. ``sources`` say where the demand comes from (repo:path,
    or repo#thread).
    """

    id: str
    title: str
    severity: Severity
    why: str
    fix: str
    sources: tuple[str, ...]
    check: Check
    fails: str = ""
    passes: str = ""
    needs: tuple[str, ...] = ()
    facts: Facts = NOTHING_KNOWN

    @property
    def area(self) -> Area:
        """The area its id belongs to."""
        return Area(self.id.rstrip("0123456789"))
