"""SCL004: the authentication that a ScaledObject's triggers use exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.references import keys_of
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest


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
                yield from _key(world, authentication, ("spec", "secretTargetRef", number, "key"), secret)


def _key(world: World, authentication: Resource, path: Path, secret: Mapping[str, Any]) -> Verdicts:
    known = keys_of(world, "Secret", authentication.namespace, str(secret.get("name")))
    key = secret.get("key")
    if known is not None and isinstance(key, str) and key not in known:
        message = f"Secret `{secret.get('name')}` has no key `{key}`"
        yield Breach(authentication, path, message, suggest(key, known))


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
  triggers:
    - type: prometheus
      authenticationRef: {name: thanos}
      metadata:
        serverAddress: "http://prometheus.monitoring:9090"
        query: sum(queue_length)
        threshold: "4"
        authModes: bearer
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: thanos, namespace: prod}
spec: {env: [{parameter: bearerToken, name: THANOS_TOKEN}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      authenticationRef: {name: thanos}
      metadata:
        serverAddress: "http://prometheus.monitoring:9090"
        query: sum(queue_length)
        threshold: "4"
        authModes: bearer
""",
)
