"""SCL215: a workload is not scaled by GPU memory that its server never gives back."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_KEPT = (
    "nv_gpu_memory_used_bytes",
    "DCGM_FI_DEV_FB_USED",
    "DCGM_FI_DEV_FB_FREE",
    "nv_pinned_memory_pool_used_bytes",
)


def check(world: World) -> Verdicts:
    from tritonfleet.checks.scaling.signals import signals

    for signal in signals(world):
        metric = next((name for name in signal.metrics if name in _KEPT), None)
        if metric:
            message = f"`{metric}` goes up with the first load and does not come down again"
            yield signal.query.breach(message, at=metric)


_SCALED = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(METRIC{namespace="prod"})
        threshold: "4"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL215",
    title="A workload is scaled by GPU memory",
    severity=Severity.WARNING,
    why="The workload grows once and never shrinks, or does not grow at all: Triton and its backends keep "
    "memory in pools, and a server that reserves it at the start shows the same number idle and overloaded.",
    fix="scale by waiting requests, such as nv_inference_pending_request_count, or by the time in the queue",
    sources=("triton-inference-server/server#5787",),
    check=check,
    fails=_SCALED.replace("METRIC", "nv_gpu_memory_used_bytes"),
    passes=_SCALED.replace("METRIC", "nv_inference_pending_request_count"),
)
