"""SEC032: a namespace says which Pod Security Standard holds in it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import PREFIX
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for namespace in world.index.of_kind("Namespace"):
        if not any(key.startswith(PREFIX) for key in namespace.labels):
            yield Breach(namespace, ("metadata", "labels"), "no Pod Security Standard holds here")


RULE = Rule(
    id="SEC032",
    title="No Pod Security Standard holds in a namespace",
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
""",
    passes="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {pod-security.kubernetes.io/enforce: baseline}}
""",
)
