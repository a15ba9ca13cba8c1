"""SCL207: a fallback asks for a number of replicas that the bounds allow."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World

_PATH = ("spec", "fallback", "replicas")
_RAISING = ("static", "currentReplicasIfHigher")
"""Behaviors that may ask for as many replicas as are stated (kedacore/keda:pkg/fallback/fallback.go)."""


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        replicas = integer(scaled.fallback.get("replicas"))
        behavior = scaled.fallback.get("behavior", "static")
        if replicas is not None and behavior == "static":
            yield from _too_few(scaled, replicas)
        if replicas is not None and behavior in _RAISING:
            yield from _too_many(scaled, replicas)


def _too_few(scaled: Scaled, replicas: int) -> Verdicts:
    if replicas == 0 and scaled.least == 0:
        message = "`replicas: 0`: when the metric cannot be read, all pods are taken away"
        fix = "fall back to the replicas that carry the usual load"
        yield Breach(scaled.resource, _PATH, message, fix, Severity.ERROR)
    elif replicas < scaled.least:
        message = f"a fallback to {replicas} is below `minReplicaCount: {scaled.least}`, which counts"
        yield Breach(scaled.resource, _PATH, message, f"use {scaled.least} or more")


def _too_many(scaled: Scaled, replicas: int) -> Verdicts:
    if replicas > scaled.most:
        message = f"a fallback to {replicas} is above the {scaled.most} of `maxReplicaCount`, which counts"
        yield Breach(
            scaled.resource, _PATH, message, f"use {scaled.most} or less, or raise `maxReplicaCount`"
        )


RULE = Rule(
    id="SCL207",
    title="A fallback lies outside the bounds, or stops the service",
    severity=Severity.WARNING,
    why="The fallback is a metric like any other: the HPA cuts it to its bounds, so the number that people "
    "rely on in an outage of Prometheus is not the one they get. At 0 with a minimum of 0 that outage stops the "
    "service.",
    fix="fall back to a number between `minReplicaCount` and `maxReplicaCount`",
    sources=("kedacore/keda:pkg/fallback/fallback.go", "kedacore/keda#7239"),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 2
  maxReplicaCount: 6
  fallback: {failureThreshold: 3, replicas: 10}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring:9090
        query: sum(queue_length)
        threshold: "4"
        ignoreNullValues: "false"
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 2
  maxReplicaCount: 6
  fallback: {failureThreshold: 3, replicas: 4}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring:9090
        query: sum(queue_length)
        threshold: "4"
        ignoreNullValues: "false"
""",
)
