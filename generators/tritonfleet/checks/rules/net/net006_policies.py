"""NET006: a NetworkPolicy protects pods that exist."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.index import is_test
from tritonfleet.checks.labels import labels_of, shown
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.services import may_lie_outside
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for policy in world.index.of_kind("NetworkPolicy"):
        selector = mapping(policy.data, "spec", "podSelector")
        # A policy that comes with a chart's test pod goes with it.
        if not selector or is_test(policy) or world.pods(policy.namespace, selector):
            continue
        if may_lie_outside(world, policy.namespace):
            yield Undecided(needs.existing("Pod"))
        else:
            labels = shown(labels_of(selector.get("matchLabels"))) or "the expressions"
            message = f"no pod in namespace {policy.namespace or '(none given)'} matches {labels}"
            yield Breach(policy, ("spec", "podSelector"), message)


RULE = Rule(
    id="NET006",
    title="A NetworkPolicy selects no pods",
    severity=Severity.ERROR,
    why="The policy has no effect. The pods it was meant for stay open to the whole cluster, or stay cut "
    "off where a default-deny policy waits for this one to open a port.",
    fix="select by the labels of the pod template; an empty selector means every pod of the namespace",
    sources=("kubernetes/kubernetes:staging/src/k8s.io/api/networking/v1/types.go",),
    check=check,
    needs=(needs.existing("Pod"),),
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: tritonserver:26.07, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {matchLabels: {app: brt}}, policyTypes: [Ingress]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: tritonserver:26.07, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {matchLabels: {app: bert}}, policyTypes: [Ingress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: prod}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
""",
)
