"""The Pod Security Standards: what a namespace demands, and holding its pods to one control.

What each control asks is that of kubernetes/pod-security-admission:policy; the tests of these rules compare with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.catalogue import Minor, minor
from tritonfleet.checks.objects import Path, Resource, Workload, mapping, value
from tritonfleet.checks.pods import Container, by_workload
from tritonfleet.checks.rule import Breach, Verdicts
from tritonfleet.checks.world import World

PREFIX = "pod-security.kubernetes.io/"


class Level(IntEnum):
    """How much a namespace demands; each level includes the one before."""

    PRIVILEGED = 0
    BASELINE = 1
    RESTRICTED = 2


_LEVELS = {level.name.lower(): level for level in Level}


@dataclass(frozen=True, slots=True)
class Demand:
    """What a namespace's labels ask for: refused below ``enforced``, warned of below ``warned``."""

    namespace: Resource
    enforced: Level
    warned: Level
    version: Minor


@dataclass(frozen=True)
class Pod:
    """A pod template as a control sees it. ``version`` is that of the policy."""

    workload: Workload
    containers: Sequence[Container]
    version: Minor

    @cached_property
    def contexts(self) -> Sequence[tuple[str, Path, Mapping[str, Any]]]:
        """Every security context: whose it is, where it stands, what it holds; nothing where there is none."""
        found = [
            ("the pod", (*self.spec_path, "securityContext"), mapping(self.workload.spec, "securityContext"))
        ]
        for container in self.containers:
            path = (*container.path, "securityContext")
            found.append((f"`{container.name}`", path, mapping(container.data, "securityContext")))
        return found

    @property
    def spec_path(self) -> Path:
        """Where the pod's spec stands in the object."""
        return (*self.workload.path, "spec")

    @property
    def on_windows(self) -> bool:
        """Whether the pod says that it runs on Windows, where some controls do not apply."""
        return bool(value(self.workload.spec, "os", "name") == "windows")

    @property
    def own_users(self) -> bool:
        """Whether the pod has a user namespace of its own, so that its root is not the node's (from 1.35)."""
        return self.version >= (1, 35) and self.workload.spec.get("hostUsers") is False


Fault = tuple[Path, str]
"""Where a control is violated, and how."""
Control = Callable[[Pod], Iterator[Fault]]


def demands(world: World) -> Mapping[str, Demand]:
    """Namespace → what it demands, for the Namespaces among the manifests that have such labels."""
    found = {}
    for namespace in world.index.of_kind("Namespace"):
        labels = namespace.labels
        if any(key.startswith(PREFIX) for key in labels):
            enforced, warned, audited = (
                _LEVELS.get(labels.get(f"{PREFIX}{mode}", ""), Level.PRIVILEGED)
                for mode in ("enforce", "warn", "audit")
            )
            asked = labels.get(f"{PREFIX}enforce-version", "latest")
            version = minor(world.kubernetes if asked == "latest" else asked)
            found[namespace.name] = Demand(namespace, enforced, max(warned, audited), version)
    return found


def hold(
    world: World,
    level: Level,
    control: Control,
    *,
    field: str = "",
    otherwise: Severity | None = None,
    lenient: Control | None = None,
) -> Verdicts:
    """Hold pods to a control: an error where their namespace enforces it, a warning where it only warns.

    ``otherwise``: how bad a violation is where no namespace says anything; None leaves those pods alone.
    ``lenient``: the control for those pods, if it is another one.
    ``field``: a field without which there is nothing to look at: one that ``mentioned`` knows of.
    """
    asked = world.derived(demands)
    if (not asked and otherwise is None) or (field and field not in world.derived(mentioned)):
        return
    for pod, demand in world.derived(_pods):
        severity = _severity(demand, level, pod.workload, otherwise)
        if severity is None:
            continue
        demanded = demand is not None and max(demand.enforced, demand.warned) >= level
        found = list((control if demanded or lenient is None else lenient)(pod))
        related = (demand.namespace,) if demand else ()
        for path, message in found if demanded else _as_one(found):
            yield Breach(pod.workload.resource, path, message, severity=severity, related=related)


def _pods(world: World) -> list[tuple[Pod, Demand | None]]:
    """Every pod template, with what its namespace demands."""
    asked, usual = world.derived(demands), minor(world.kubernetes)
    found = []
    for workload, own in world.derived(by_workload).items():
        demand = asked.get(workload.resource.namespace)
        found.append((Pod(workload, own, demand.version if demand else usual), demand))
    return found


def _as_one(found: Sequence[Fault]) -> Sequence[Fault]:
    """The first fault, with the number of the others: where nothing refuses the pods a line a workload will do."""
    if len(found) < 2:
        return found
    path, message = found[0]
    return [(path, f"{message}, and {len(found) - 1} more like it")]


def mentioned(world: World) -> frozenset[str]:
    """Every field that some pod spec, security context or container port has, and every annotation of a pod."""
    found: set[str] = set()
    for workload, own in world.derived(by_workload).items():
        found.update(map(str, workload.spec))
        found.update(map(str, mapping(workload.spec, "securityContext")))
        found.update(map(str, mapping(workload.template, "metadata", "annotations")))
        for port in workload.ports:
            found.update(map(str, port))
        for container in own:
            found.update(map(str, mapping(container.data, "securityContext")))
    return frozenset(found)


def _severity(
    demand: Demand | None, level: Level, workload: Workload, otherwise: Severity | None
) -> Severity | None:
    """How bad a violation is; a DaemonSet serves its node, so without a demand what it has of it is no fault."""
    if demand and demand.enforced >= level:
        return Severity.ERROR
    if demand and demand.warned >= level:
        return Severity.WARNING
    return None if workload.resource.kind == "DaemonSet" else otherwise
