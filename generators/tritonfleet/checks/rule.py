"""A rule: what it looks for, why that hurts, how to mend it, and examples that the tests execute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tritonfleet.checks.facts import NOTHING_KNOWN, Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource
from tritonfleet.errors import Mend

if TYPE_CHECKING:
    from tritonfleet.checks.world import World


class Area(StrEnum):
    """What a rule is about; its id starts with the area. Documentation keeps this order."""

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


class Reads(StrEnum):
    """What a rule's verdict is about, and so what its examples are."""

    OBJECTS = "objects"
    """Kubernetes objects: ``check`` decides, the examples are manifests."""
    FLEET = "fleet"
    """The fleet file: the spec's own consistency rules decide, the examples are fleet files.

    A plan beside the fleet is a second document, after ``--- # fleet.plan.yaml``.
    """
    TOOL = "tool"
    """Files that another tool is run on; there are no examples."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A place in a text that a field holds (config.pbtxt, JSON or YAML in a ConfigMap), both from 1."""

    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule is broken here. ``fix`` replaces the rule's general one when this case has a better one.

    ``inside``: where in the text at ``path``. ``related``: other objects that the message is about.
    ``mend``: the edit of the object that sets it right, where that is mechanical and safe.
    """

    resource: Resource
    path: Path
    message: str
    fix: str = ""
    severity: Severity | None = None
    inside: Inside | None = None
    related: tuple[Resource, ...] = ()
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """The rule met something that only a missing fact can decide. ``needs`` names the fact."""

    needs: str


Verdicts = Iterator[Breach | Undecided]
Check = Callable[["World"], Verdicts]


def decided_elsewhere(world: World) -> Verdicts:
    """The check of a rule whose findings come from the fleet or from a tool, not from objects."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold.

    ``fails`` and ``passes`` are examples of what the rule ``reads``: it must find something in the first and
    nothing in the second, given ``facts``. ``needs`` names facts without which the rule cannot always decide.
    ``sources`` say where the demand comes from (repo:path, or repo#thread).
    """

    id: str
    title: str
    severity: Severity
    why: str
    fix: str
    sources: tuple[str, ...]
    check: Check = decided_elsewhere
    fails: str = ""
    passes: str = ""
    needs: tuple[str, ...] = ()
    facts: Facts = NOTHING_KNOWN
    reads: Reads = Reads.OBJECTS

    @property
    def area(self) -> Area:
        """The area its id belongs to."""
        return Area(self.id.rstrip("0123456789"))
