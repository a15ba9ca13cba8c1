"""SCL242: one request does not ask for more pods than there may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.checks.scaling.signals import Signal


def check(world: World) -> Verdicts:
    from tritonfleet.checks.scaling.signals import signals

    for signal in signals(world):
        threshold, most = signal.trigger.number("threshold"), signal.scaled.most
        if threshold and 0 < threshold * most < 1 and _counts_requests(signal):
            message = (
                f"{signal.trigger.label}: with a threshold of {threshold:g} a single request at a time asks for "
                f"{1 / threshold:.0f} pods, and `maxReplicaCount` is {most}"
            )
            yield Breach(signal.trigger.owner, signal.trigger.at("threshold"), message)


def _counts_requests(signal: Signal) -> bool:
    """Whether the query adds up requests that wait, or run at a time, to be shared by the pods."""
    from tritonfleet.checks.promql import unit
    from tritonfleet.checks.scaling.signals import Extent, extent

    measured = unit(signal.expression)
    shared = signal.trigger.metric_type == "AverageValue" and extent(signal.expression) is Extent.EXTENSIVE
    if measured is None or not shared or not signal.of_servers or signal.scaled.modifiers:
        return False
    return measured.scale == 1 and (measured.time, measured.size) == (0, 0) and measured.things in (0, 1)


_OBJECT = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  maxReplicaCount: 8
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(rate(nv_inference_request_duration_us{job="bert"}[2m])) / 1e6
        threshold: "THRESHOLD"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL242",
    title="A single request asks for more pods than there may be",
    severity=Severity.WARNING,
    why="A threshold that is shared by the pods says how many requests one pod holds at a time. Below one in the "
    "maximum of pods, the autoscaler knows two states only: idle, and all pods. Mostly the threshold is in another "
    "unit than the query.",
    fix="use what one pod holds at a time: instances × batch",
    sources=(
        "kedacore/keda:pkg/scalers/scaler.go",
        "kubernetes/website:content/en/docs/tasks/run-application",
    ),
    check=check,
    fails=_OBJECT.replace("THRESHOLD", "0.032"),
    passes=_OBJECT.replace("THRESHOLD", "32"),
)
