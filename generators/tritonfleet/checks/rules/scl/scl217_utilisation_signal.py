"""SCL217: a workload is not scaled by how busy its GPU looks."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_BUSY = ("nv_gpu_utilization", "DCGM_FI_DEV_GPU_UTIL")


def check(world: World) -> Verdicts:
    from tritonfleet.checks.scaling.signals import signals

    for signal in signals(world):
        metric = next((name for name in signal.metrics if name in _BUSY), None)
        if metric:
            message = f"`{metric}` tells that some kernel ran, not how much more the GPU could do"
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
        query: QUERY
        threshold: "4"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL217",
    title="A workload is scaled by GPU utilisation",
    severity=Severity.INFO,
    why="The value is a duty cycle: one small request after the other shows 100 % on a GPU that could carry "
    "ten times the load in larger batches, so pods are added that do not shorten any queue. Under time-slicing "
    "it is the whole GPU's.",
    fix="scale by waiting requests or the share of time spent in the queue, and keep utilisation on the "
    "dashboard",
    sources=(
        "triton-inference-server/tutorials:Deployment/Kubernetes/TensorRT-LLM_Autoscaling_and_Load_Balancing/README.md",
        "NVIDIA/dcgm-exporter#582",
    ),
    check=check,
    fails=_SCALED.replace("QUERY", 'avg(DCGM_FI_DEV_GPU_UTIL{namespace="prod"})'),
    passes=_SCALED.replace("QUERY", 'sum(nv_inference_pending_request_count{namespace="prod"})'),
)
