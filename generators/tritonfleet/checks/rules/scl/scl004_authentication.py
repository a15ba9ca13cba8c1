"""SCL004: the authentication that a ScaledObject's triggers use exists."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for scaled in world.index.of_kind("ScaledObject"):
        for number, trigger in items(scaled.data, "spec", "triggers"):
            reference = mapping(trigger, "authenticationRef")
            kind = str(reference.get("kind") or "TriggerAuthentication")
            where = "" if kind == "ClusterTriggerAuthentication" else scaled.namespace
            path = ("spec", "triggers", number, "authenticationRef", "name")
            yield from world.reference(scaled, path, kind, reference.get("name"), namespace=where)
    for kind in ("TriggerAuthentication", "ClusterTriggerAuthentication"):
        for authentication in world.index.of_kind(kind):
            for number, secret in items(authentication.data, "spec", "secretTargetRef"):
                at = ("spec", "secretTargetRef", number, "name")
                yield from world.reference(authentication, at, "Secret", secret.get("name"))


RULE = Rule(
    id="SCL004",
    title="A trigger's authentication does not exist",
    severity=Severity.ERROR,
    why="The ScaledObject is Ready=False with KEDAScalerFailed: KEDA cannot build the scaler, and the workload "
    "stays at its present size, or at the fallback's.",
    fix="add the TriggerAuthentication and its Secret, or list them among the external ones",
    sources=("kedacore/keda:apis/keda/v1alpha1/triggerauthentication_types.go",),
    check=check,
    needs=(needs.existing("Secret"),),
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: thanos-querier, namespace: prod}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers: [{type: prometheus, authenticationRef: {name: thanos}}]
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: thanos, namespace: prod}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers: [{type: prometheus, authenticationRef: {name: thanos}}]
""",
)
