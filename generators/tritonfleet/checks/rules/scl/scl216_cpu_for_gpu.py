"""SCL216: a workload that computes on GPUs is not scaled by its CPU or memory alone."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.capacity import gpu_needs
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import hpas, scaled_objects
from tritonfleet.checks.world import World

_RESOURCES = ("Resource", "ContainerResource")


def check(world: World) -> Verdicts:
    wanting = gpu_needs(world)
    if not wanting:
        return
    for hpa in hpas(world):
        if hpa.target in wanting and all(metric.get("type") in _RESOURCES for _, metric in hpa.metrics):
            given = "cpu or memory" if hpa.metrics else "cpu, which is what counts without `metrics`"
            message = f"{hpa.target[0]} `{hpa.target[2]}` asks for GPUs and is scaled by {given}"
            yield Breach(hpa.resource, ("spec", "metrics"), message)
    for scaled in scaled_objects(world):
        only = scaled.triggers and all(trigger.is_resource for trigger in scaled.triggers)
        if scaled.target in wanting and only:
            message = f"{scaled.target[0]} `{scaled.target[2]}` asks for GPUs and is scaled by cpu or memory"
            yield Breach(scaled.resource, ("spec", "triggers"), message)


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: registry.example.com/bert:1.4
          resources: {requests: {cpu: 2, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  maxReplicas: 4
  metrics: [METRIC]
"""

RULE = Rule(
    id="SCL216",
    title="A GPU workload is scaled by CPU or memory",
    severity=Severity.WARNING,
    why="Requests queue up for a busy GPU while the CPU waits for it, so nothing is added; or a tokenizer "
    "keeps the CPU busy and GPUs are added that do nothing. Memory is taken when models load and not given "
    "back.",
    fix="scale by the server's own queue: nv_inference_pending_request_count, or requests in flight",
    sources=(
        "triton-inference-server/tutorials:Deployment/Kubernetes/TensorRT-LLM_Autoscaling_and_Load_Balancing/README.md",
        "triton-inference-server/server#5787",
    ),
    check=check,
    fails=_PAIR.replace(
        "METRIC",
        "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}",
    ),
    passes=_PAIR.replace(
        "METRIC",
        "{type: Pods, pods: {metric: {name: avg_time_queue_us}, target: {type: AverageValue, averageValue: 50}}}",
    ),
)
