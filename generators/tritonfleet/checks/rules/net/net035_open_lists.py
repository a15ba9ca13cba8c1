"""NET035: an empty list in a NetworkPolicy is meant to let everybody through."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.policies import (
    EGRESS,
    INGRESS,
    policies,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_LISTS = ((INGRESS, ("from", "ports")), (EGRESS, ("to", "ports")))


def check(world: World) -> Verdicts:
    for policy in world.derived(policies):
        for direction, fields in _LISTS:
            for number, rule in policy.rules(direction):
                for field in fields:
                    if field in rule and not rule[field]:
                        what = "every port" if field == "ports" else "everybody"
                        message = f"an empty `{field}` stands for {what}, not for none"
                        yield Breach(policy.resource, (*policy.path(direction, number), field), message)


RULE = Rule(
    id="NET035",
    title="An empty list in a NetworkPolicy opens everything",
    severity=Severity.WARNING,
    why="A chart renders `from: []` or `from: null` when its list of peers is empty. It looks closed, and the "
    "API reads it as no restriction at all: every pod of the cluster may connect.",
    fix="drop the whole rule to close it, or drop the field if everybody is meant",
    sources=("kubernetes/kubernetes:staging/src/k8s.io/api/networking/v1/types.go",),
    check=check,
    fails="""\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [], ports: [{port: 8000}]}]}
""",
    passes="""\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: 8000}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: prod}
spec: {podSelector: {}, policyTypes: [Ingress], ingress: []}
""",
)
