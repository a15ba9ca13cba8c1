"""SCL211: a total is divided by the pods, a mean is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.checks.scaling.signals import Signal

_REPLICAS_WANTED = 1
"""With this threshold a query may say itself how many replicas there are to be."""


def check(world: World) -> Verdicts:
    from tritonfleet.checks.scaling.signals import signals

    for signal in signals(world):
        if not signal.scaled.modifiers and signal.trigger.number("threshold") != _REPLICAS_WANTED:
            yield from _type(signal)


def _type(signal: Signal) -> Verdicts:
    from tritonfleet.checks.scaling.signals import Extent, extent

    found, given = extent(signal.expression), signal.trigger.metric_type
    wanted = {Extent.INTENSIVE: "Value", Extent.EXTENSIVE: "AverageValue"}.get(found) if found else None
    if found is None or wanted is None or given not in ("Value", "AverageValue") or given == wanted:
        return
    effect = (
        "is divided by the number of pods"
        if given == "AverageValue"
        else "is compared whole, however many pods share it"
    )
    default = "" if "metricType" in signal.trigger.data else ", the default,"
    message = f"the query gives {found.value}, and with `metricType: {given}`{default} it {effect}"
    path = (*signal.trigger.path, "metricType")
    yield Breach(signal.trigger.owner, path, message, f"set `metricType: {wanted}`")


_SCALED = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      TYPE
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: >-
          sum(rate(nv_inference_queue_duration_us{namespace="prod"}[2m])) / 1000
          / (sum(rate(nv_inference_request_success{namespace="prod"}[2m])) > 0)
        threshold: "50"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL211",
    title="A trigger's metric type does not fit what it measures",
    severity=Severity.WARNING,
    why="A latency of twice its limit gives two pods and never more, however many run: as AverageValue it is "
    "read as a total that they share. The other way round, a queue as Value grows to the maximum, because each "
    "pod seems to face all of it.",
    fix="use AverageValue for totals, such as queue lengths, and Value for means, shares and quantiles",
    sources=(
        "kubernetes/website:content/en/docs/tasks/run-application/horizontal-pod-autoscale.md",
        "grafana/mimir#9570",
    ),
    check=check,
    fails=_SCALED.replace("      TYPE\n", ""),
    passes=_SCALED.replace("TYPE", "metricType: Value"),
)
