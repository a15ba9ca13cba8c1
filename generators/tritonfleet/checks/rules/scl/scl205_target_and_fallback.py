"""SCL205: a formula's target leaves the fallback alive."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects
from tritonfleet.checks.world import World

_WHOLE = re.compile(r"[+-]?\d+")


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        target = scaled.modifiers.get("target")
        if scaled.fallback and isinstance(target, str) and target and not _WHOLE.fullmatch(target):
            message = f"`target: {target}` is no whole number, so the fallback is never used"
            path = ("spec", "advanced", "scalingModifiers", "target")
            yield Breach(scaled.resource, path, message)


RULE = Rule(
    id="SCL205",
    title="A fractional target switches the fallback off",
    severity=Severity.ERROR,
    why="The webhook reads the target as a fraction, the fallback as a whole number. With 0.8 the object "
    "is accepted, and when Prometheus fails KEDA logs `Failed to validate ScaledObject Spec` and falls "
    "back to nothing.",
    fix="multiply formula and target until the target is whole: 0.8 becomes 80 with the formula times 100",
    sources=("kedacore/keda:pkg/fallback/fallback.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  fallback: {failureThreshold: 3, replicas: 4}
  advanced: {scalingModifiers: {formula: busy, target: "0.8"}}
  triggers:
    - type: prometheus
      name: busy
      metadata:
        serverAddress: http://prometheus.monitoring:9090
        query: avg(busy_share)
        threshold: "0.8"
        ignoreNullValues: "false"
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  fallback: {failureThreshold: 3, replicas: 4}
  advanced: {scalingModifiers: {formula: busy * 100, target: "80"}}
  triggers:
    - type: prometheus
      name: busy
      metadata:
        serverAddress: http://prometheus.monitoring:9090
        query: avg(busy_share)
        threshold: "0.8"
        ignoreNullValues: "false"
""",
)
