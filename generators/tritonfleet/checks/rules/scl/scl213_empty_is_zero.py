"""SCL213: no data is not read as no load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

if TYPE_CHECKING:
    from tritonfleet.checks.scaling.signals import Signal


def check(world: World) -> Verdicts:
    from tritonfleet.checks.scaling.signals import signals

    for signal in signals(world):
        # A gateway without traffic has no series either; there 0 is the truth, unless a fallback is expected.
        if signal.trigger.flag("ignoreNullValues", True) and (signal.of_servers or signal.scaled.fallback):
            yield from _read_as_zero(signal)


def _read_as_zero(signal: Signal) -> Verdicts:
    scaled, path = signal.scaled, signal.trigger.at("ignoreNullValues")
    effect = "the workload shrinks to its minimum"
    if scaled.fallback:
        effect = "the fallback is not used"
    message = f"{signal.trigger.label}: when its query returns nothing, that counts as 0, so {effect}"
    fix = 'set `ignoreNullValues: "false"`' + ("" if scaled.fallback else " and a `fallback`")
    mend = Mend("set", path, "false") if scaled.fallback else None
    yield Breach(signal.trigger.owner, path, message, fix, mend=mend)


_SCALED = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 2
  fallback: {failureThreshold: 3, replicas: 4}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
        ignoreNullValues: "VALUE"
"""

RULE = Rule(
    id="SCL213",
    title="A query without data scales the workload down",
    severity=Severity.WARNING,
    why="Prometheus was restarted, a label was renamed, a scrape failed: the query returns nothing, KEDA reads "
    "0 without an error, and at peak load the workload shrinks to its minimum. A fallback does not help, "
    "because nothing failed.",
    fix='set `ignoreNullValues: "false"` and a `fallback`',
    sources=("kedacore/keda#3065", "kedacore/keda:pkg/scalers/prometheus_scaler.go", "llm-d/llm-d#2492"),
    check=check,
    fails=_SCALED.replace("VALUE", "true"),
    passes=_SCALED.replace("VALUE", "false"),
)
