"""NET037: the address blocks of a NetworkPolicy are blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.policies import (
    EGRESS,
    INGRESS,
    policies,
)
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for policy in world.derived(policies):
        for direction, field in ((INGRESS, "from"), (EGRESS, "to")):
            for number, rule in policy.rules(direction):
                for index, peer in items(rule, field):
                    block = mapping(peer, "ipBlock")
                    path = (*policy.path(direction, number), field, index)
                    if block:
                        yield from _verdicts(policy.resource, path, peer, block)


def _verdicts(policy: Resource, path: Path, peer: Mapping[str, Any], block: Mapping[str, Any]) -> Verdicts:
    from ipaddress import IPv4Network, IPv6Network, ip_network

    if {"podSelector", "namespaceSelector"} & set(peer):
        yield Breach(policy, path, "`ipBlock` goes with no selector", "make two peers of them")
    blocks: list[IPv4Network | IPv6Network | None] = []
    given = block.get("except")
    inner = given if isinstance(given, list) else []
    for field, text in [(("cidr",), block.get("cidr")), *((("except", n), t) for n, t in enumerate(inner))]:
        try:
            blocks.append(ip_network(str(text), strict=False))
        except ValueError:
            blocks.append(None)
            yield Breach(policy, (*path, "ipBlock", *field), f"`{text}` is no block of addresses")
    whole = blocks[0]
    for number, hole in enumerate(blocks[1:]):
        if whole and hole and not (whole.version == hole.version and _within(hole, whole)):
            message = f"`{hole}` is not inside `{whole}`, from which it is taken"
            yield Breach(policy, (*path, "ipBlock", "except", number), message)


def _within(hole: Any, whole: Any) -> bool:
    inside: bool = hole != whole and hole.subnet_of(whole)
    return inside


RULE = Rule(
    id="NET037",
    title="An address block of a NetworkPolicy is refused",
    severity=Severity.ERROR,
    why="The API server refuses the policy: `not a valid CIDR`, or `must be a strict subset of cidr`. The pods "
    "stay as open as they were.",
    fix="write a CIDR such as 10.0.0.0/8, and exceptions that lie inside it",
    sources=("kubernetes/kubernetes:pkg/apis/networking/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [192.168.0.0/24]}}]}]}
""",
    passes="""\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]}]}
""",
)
