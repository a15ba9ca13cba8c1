"""SEC034: pods of a namespace are reachable only for those who should reach them."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.policies import guards, policies
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    # Without any policy the pods may be kept apart by other means, or need not be.
    ruled = {policy.resource.namespace for policy in world.derived(policies)}
    namespaces = [each for each in world.index.of_kind("Namespace") if each.name in ruled]
    if not namespaces:
        return
    guarded = {workload for workload, found in world.derived(guards).items() if found.ingress}
    serving = (workload for workload in world.index.workloads if workload.ports)
    reached = {workload.resource.namespace for workload in serving if workload not in guarded}
    for namespace in namespaces:
        if namespace.name in reached:
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
spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: resnet, namespace: prod}
spec: {podSelector: {matchLabels: {app: resnet}}, policyTypes: [Ingress]}
""",
    passes="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: prod}
spec: {podSelector: {}, policyTypes: [Ingress]}
""",
)
