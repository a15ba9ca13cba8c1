"""NET031: pods that may call others may resolve their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.policies import (
    EGRESS,
    covers,
    guards,
    only_addresses,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_DNS = (53, 5353)
_NAMES = frozenset({"dns", "dns-tcp"})
_PROTOCOLS = frozenset({"UDP"})


def check(world: World) -> Verdicts:
    reported: set[int] = set()
    for workload, found in world.derived(guards).items():
        rules = [(policy, number, rule) for policy in found.egress for number, rule in policy.rules(EGRESS)]
        calling = [entry for entry in rules if not only_addresses(entry[2])]
        if not calling or any(_opens_dns(rule) for _, _, rule in rules):
            continue
        policy, number, _ = calling[0]
        if id(policy) not in reported:
            reported.add(id(policy))
            message = f"the pods of {workload.resource} may call others but not DNS: no rule opens port 53"
            yield Breach(policy.resource, policy.path(EGRESS, number), message, related=(workload.resource,))


def _opens_dns(rule: Mapping[str, Any]) -> bool:
    return any(covers(rule, number, _NAMES, _PROTOCOLS) for number in _DNS)


RULE = Rule(
    id="NET031",
    title="Pods may call others but not resolve names",
    severity=Severity.WARNING,
    why="Every lookup times out after ten seconds or more: `i/o timeout` on port 53, or `Could not resolve "
    "host` for the model bucket, although the bucket's own port is open.",
    fix="open UDP and TCP port 53 to the pods labelled k8s-app=kube-dns in kube-system",
    sources=(
        "kubernetes/website:content/en/docs/concepts/services-networking/network-policies.md",
        "ahmetb/kubernetes-network-policy-recipes:11-deny-egress-traffic-from-an-application.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec:
  podSelector: {matchLabels: {app: bert}}
  policyTypes: [Egress]
  egress: [{ports: [{port: 443}]}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec:
  podSelector: {matchLabels: {app: bert}}
  policyTypes: [Egress]
  egress: [{ports: [{port: 443}]}, {ports: [{port: 53, protocol: UDP}, {port: 53}]}]
""",
)
