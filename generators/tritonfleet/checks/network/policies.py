"""NetworkPolicies as the network sees them: which pods they guard, and what gets through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping, value
from tritonfleet.checks.world import World

INGRESS, EGRESS = "Ingress", "Egress"


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A NetworkPolicy. ``directions`` are those that it restricts."""

    resource: Resource
    directions: frozenset[str]

    def rules(self, direction: str) -> Sequence[tuple[int, Mapping[str, Any]]]:
        """The rules of a direction, with their indices."""
        return items(self.resource.data, "spec", direction.lower())

    def path(self, direction: str, number: int) -> Path:
        """Where a rule stands."""
        return ("spec", direction.lower(), number)


@dataclass(slots=True)
class Guards:
    """The policies that hold for one workload's pods: traffic needs the leave of one of them."""

    ingress: list[Policy]
    egress: list[Policy]


def policies(world: World) -> list[Policy]:
    """Every NetworkPolicy."""
    return [Policy(resource, _directions(resource)) for resource in world.index.of_kind("NetworkPolicy")]


def _directions(resource: Resource) -> frozenset[str]:
    """What the policy restricts; without `policyTypes` ingress, and egress if it has such rules."""
    given = value(resource.data, "spec", "policyTypes")
    if isinstance(given, list) and given:
        return frozenset(str(direction) for direction in given)
    return frozenset({INGRESS, EGRESS} if value(resource.data, "spec", "egress") else {INGRESS})


def guards(world: World) -> Mapping[Workload, Guards]:
    """Workload → the policies that select its pods; workloads that no policy selects are not in it."""
    found: dict[Workload, Guards] = defaultdict(lambda: Guards([], []))
    for policy in world.derived(policies):
        selector = mapping(policy.resource.data, "spec", "podSelector")
        for workload in world.pods(policy.resource.namespace, selector):
            if INGRESS in policy.directions:
                found[workload].ingress.append(policy)
            if EGRESS in policy.directions:
                found[workload].egress.append(policy)
    return dict(found)


def covers(rule: Mapping[str, Any], number: int, names: frozenset[str], protocols: frozenset[str]) -> bool:
    """Whether a rule opens a port, by number, by one of its names, or by naming no ports at all."""
    ports = items(rule, "ports")
    return not ports or any(_covers(port, number, names, protocols) for _, port in ports)


def _covers(port: Mapping[str, Any], number: int, names: frozenset[str], protocols: frozenset[str]) -> bool:
    given, last = port.get("port"), port.get("endPort")
    if str(port.get("protocol") or "TCP") not in protocols:
        return False
    if isinstance(given, int):
        return given <= number <= last if isinstance(last, int) else given == number
    return given is None or str(given) in names


def only_from_here(rule: Mapping[str, Any]) -> bool:
    """Whether a rule lets in pods of the policy's own namespace and nobody else."""
    peers = items(rule, "from")
    return bool(peers) and all(not ({"namespaceSelector", "ipBlock"} & set(peer)) for _, peer in peers)


def only_addresses(rule: Mapping[str, Any]) -> bool:
    """Whether a rule leads to addresses only, which need no name to be resolved."""
    peers = items(rule, "to")
    return bool(peers) and all("ipBlock" in peer for _, peer in peers)
