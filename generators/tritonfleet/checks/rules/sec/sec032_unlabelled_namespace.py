"""SEC032: a namespace says which Pod Security Standard holds in it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import PREFIX
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    namespaces = list(world.index.of_kind("Namespace"))
    labelled = [each for each in namespaces if any(key.startswith(PREFIX) for key in each.labels)]
    if not labelled:
        return  # Whoever labels none may have a default for the cluster.
    for namespace in namespaces:
        if namespace not in labelled:
            message = f"no Pod Security Standard holds here, as one does in {labelled[0]}"
            yield Breach(namespace, ("metadata", "labels"), message, related=(labelled[0],))


RULE = Rule(
    id="SEC032",
    title="A namespace has no Pod Security Standard and another has one",
    severity=Severity.INFO,
    why="Without the label everything is admitted, privileged pods too, unless the cluster has a default of its "
    "own.",
    fix="label it pod-security.kubernetes.io/enforce: restricted, or baseline, or privileged where that is "
    "meant",
    sources=("kubernetes/website:content/en/docs/concepts/security/pod-security-admission.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod}
---
apiVersion: v1
kind: Namespace
metadata: {name: staging, labels: {pod-security.kubernetes.io/enforce: baseline}}
""",
    passes="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {pod-security.kubernetes.io/enforce: baseline}}
---
apiVersion: v1
kind: Namespace
metadata: {name: staging, labels: {pod-security.kubernetes.io/enforce: baseline}}
""",
)
