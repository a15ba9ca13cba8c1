"""KSV026: `scaleTarget` fits the metric it is a target of."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.scaling import HPA, scaled_by
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service, component in scaled_by(world, HPA):
        metric, target = component.spec.get("scaleMetric", "cpu"), component.number("scaleTarget")
        if metric == "memory" and target is None:
            message = "`scaleMetric` memory has no `scaleTarget`, and KServe has no default for it"
            fix = "set `scaleTarget` to a percentage of the memory request"
            yield Breach(service.resource, (*component.path, "scaleMetric"), message, fix)
        elif metric in ("cpu", "memory") and target is not None and not 1 <= target <= 100:
            message = f"`scaleTarget` is {target}: a percentage of the {metric} request is meant"
            yield Breach(service.resource, (*component.path, "scaleTarget"), message)


RULE = Rule(
    id="KSV026",
    title="The scale target is no percentage",
    severity=Severity.ERROR,
    why="The webhook refuses a target outside 1 to 100 under class hpa; without the class it passes, and "
    "the HPA waits for a load that never comes. For memory there is no default: the HPA is made without a "
    "metric and follows the API server's 80 % CPU.",
    fix="set `scaleTarget` to 1 to 100",
    sources=(
        "kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/hpa/hpa_reconciler.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    maxReplicas: 4
    scaleMetric: memory
    scaleTarget: 2000
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    maxReplicas: 4
    scaleMetric: memory
    scaleTarget: 70
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
