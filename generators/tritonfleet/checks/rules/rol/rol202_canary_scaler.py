"""ROL202: the autoscaler of a Canary scales what it rolls out, by a signal that tells the two versions apart."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rollouts.flagger import Canary, canaries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects, target_of
from tritonfleet.checks.world import World

_PATH = ("spec", "autoscalerRef")


def check(world: World) -> Verdicts:
    for canary in canaries(world):
        kind, namespace, name = canary.named("autoscalerRef")
        scaler = world.index.get(kind, namespace, name) if name else None
        if scaler is None:
            continue
        target = target_of(scaler, "Deployment" if kind == "ScaledObject" else "")
        if target != canary.target:
            message = f"{scaler} scales {target[0]} `{target[2]}`, the Canary rolls out `{canary.target[2]}`"
            fix = f"name the autoscaler of `{canary.target[2]}`"
            yield Breach(canary.resource, (*_PATH, "name"), message, fix, Severity.ERROR, related=(scaler,))
        elif kind == "ScaledObject":
            yield from _signals(world, canary)


def _signals(world: World, canary: Canary) -> Verdicts:
    """Flagger puts the primary's name in place of the target's in each query, or takes a query by trigger name."""
    given = mapping(canary.spec, "autoscalerRef", "primaryScalerQueries")
    _, namespace, name = canary.named("autoscalerRef")
    for scaled in scaled_objects(world):
        if (scaled.resource.namespace, scaled.resource.name) != (namespace, name):
            continue
        for trigger in scaled.triggers:
            query = trigger.text("query")
            if query and not given and canary.target[2] not in query:
                message = (
                    f"{trigger.label} does not name `{canary.target[2]}`: both versions scale on one signal"
                )
                path = (*_PATH, "primaryScalerQueries")
                yield Breach(canary.resource, path, message, related=(scaled.resource,))


_PAIR = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      name: queue
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(nv_inference_pending_request_count{MATCHER})
        threshold: "4"
        ignoreNullValues: "false"
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: bert, namespace: prod}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  autoscalerRef: {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, name: bert}
  service: {port: 8000}
  analysis: {interval: 1m, threshold: 5, iterations: 10}
"""

RULE = Rule(
    id="ROL202",
    title="A Canary's autoscaler scales something else",
    severity=Severity.WARNING,
    why="Flagger copies the autoscaler for the primary. When the query does not say which of the two versions "
    "it counts, both scale on the load of both and take twice the GPUs; when it is another workload's, neither "
    "is scaled.",
    fix="name the target's pods in the query, or give a query for each trigger in `primaryScalerQueries`",
    sources=(
        "fluxcd/flagger:pkg/canary/scaled_object_reconciler.go",
        "fluxcd/flagger:docs/gitbook/tutorials/keda-scaledobject.md",
    ),
    check=check,
    fails=_PAIR.replace("MATCHER", 'namespace="prod"'),
    passes=_PAIR.replace("MATCHER", 'pod=~"bert-[0-9a-f]+-.*"'),
)
