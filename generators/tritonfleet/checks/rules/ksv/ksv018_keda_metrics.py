"""KSV018: a ScaledObject that KServe makes has triggers."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.scaling import KEDA, metrics, scaled_by
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for service, component in scaled_by(world, KEDA):
        if component.spec.get("scaleMetric") is not None:
            path = (*component.path, "scaleMetric")
            message = "`scaleMetric` is set under autoscaler class keda"
            fix = "write it as a metric under `autoScaling.metrics`"
            yield Breach(service.resource, path, message, fix, mend=Mend("remove", path))
        elif not any(True for _ in metrics(component)):
            message = f"the {component.name} has autoscaler class keda and no `autoScaling.metrics`"
            yield Breach(service.resource, component.path, message)


RULE = Rule(
    id="KSV018",
    title="KEDA gets nothing to scale by",
    severity=Severity.ERROR,
    why="KServe makes a ScaledObject without triggers, which KEDA refuses, so the pods stay at the "
    "minimum. `scaleMetric` is not read under class keda; the webhook refuses the InferenceService that "
    "has it.",
    fix="add `autoScaling.metrics`, for example an External metric with a Prometheus query",
    sources=(
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/keda/keda_reconciler.go",
        "kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: keda}
spec:
  predictor:
    maxReplicas: 4
    scaleMetric: cpu
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: keda}
spec:
  predictor:
    maxReplicas: 4
    autoScaling:
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
