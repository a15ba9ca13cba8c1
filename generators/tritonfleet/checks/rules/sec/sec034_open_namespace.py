"""SEC034: pods of a namespace are reachable only for those who should reach them."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.policies import (
    INGRESS,
    policies,
)
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    serving = {workload.resource.namespace for workload in world.index.workloads}
    closed = {
        policy.resource.namespace
        for policy in world.derived(policies)
        if INGRESS in policy.directions and not mapping(policy.resource.data, "spec", "podSelector")
    }
    for namespace in world.index.of_kind("Namespace"):
        if namespace.name in serving - closed:
            message = "any pod of the cluster reaches the pods here that no policy selects"
            yield Breach(namespace, ("metadata", "name"), message)


RULE = Rule(
    id="SEC034",
    title="A namespace has no default policy",
    severity=Severity.INFO,
    why="Triton has no login: whoever reaches its ports may send requests, read metrics and, with explicit "
    "model control, load and unload models.",
    fix="add a NetworkPolicy with an empty podSelector and no ingress rules, then open what is needed",
    sources=(
        "kubernetes/website:content/en/docs/concepts/services-networking/network-policies.md",
        "triton-inference-server/server:docs/customization_guide/deploy.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
    passes="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: prod}
spec: {podSelector: {}, policyTypes: [Ingress]}
""",
)
