"""SCL214: it is said what happens when a metric cannot be read."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        if scaled.fallback or scaled.least >= scaled.most:
            continue
        for trigger in scaled.triggers:
            if trigger.type == "prometheus" and not trigger.flag("ignoreNullValues", True):
                message = (
                    f"an empty answer to {trigger.label} is an error, and there is no `fallback` for errors"
                )
                yield Breach(scaled.resource, ("spec", "fallback"), message)
                break


_SCALED = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 2
  FALLBACK
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL214",
    title="Nothing says what to do when the metric fails",
    severity=Severity.INFO,
    why="Without a fallback the workload keeps the replicas that it happens to have when Prometheus fails: "
    "right in a quiet hour, and two pods for all of the morning's load when it failed at night.",
    fix="add `fallback` with the replicas that carry the usual load",
    sources=("kedacore/keda:pkg/fallback/fallback.go",),
    check=check,
    fails=_SCALED.replace("  FALLBACK\n", ""),
    passes=_SCALED.replace("FALLBACK", "fallback: {failureThreshold: 3, replicas: 4}"),
)
