"""K8S074: either all objects of a set name their namespace, or none does."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scopes import NAMESPACED, OF_KUBERNETES
from tritonfleet.checks.world import World
from tritonfleet.words import count


def check(world: World) -> Verdicts:
    without = [resource for resource in world.index.of_kind(*NAMESPACED) if not resource.ref.namespace]
    if not without:
        return
    named = [
        r
        for r in world.index.of_kind(*NAMESPACED)
        if r.ref.namespace and not r.namespace.startswith(OF_KUBERNETES)
    ]
    homes = dict.fromkeys(resource.namespace for resource in named)
    if len(homes) == 1 and all(resource.template for resource in without):
        return  # Helm puts these into the release's namespace, which is where the others say that they are.
    if named:
        namespaces = listed(homes)
        message = (
            f"{count(len(without), 'object')} of the set name no namespace, {len(named)} are in {namespaces}"
        )
        yield Breach(without[0], ("metadata",), message, related=tuple(without[1:4]))


RULE = Rule(
    id="K8S074",
    title="Some objects name a namespace and others do not",
    severity=Severity.INFO,
    why="Objects without one go to whatever namespace is current, which for `kubectl apply` and for Argo CD "
    "need not be that of the others: a ServiceAccount or ConfigMap is then missing where the pods look for "
    "it.",
    fix="name the namespace in all objects of the set, or in none",
    sources=(
        "kubernetes/website:content/en/docs/concepts/overview/working-with-objects/namespaces.md",
        "vllm-project/production-stack:helm/templates/serviceaccount.yaml",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ServiceAccount
metadata: {name: bert}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {ports: [{name: http, port: 8000}]}
""",
    passes="""\
apiVersion: v1
kind: ServiceAccount
metadata: {name: bert, namespace: prod}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: bert}
rules: []
""",
)
