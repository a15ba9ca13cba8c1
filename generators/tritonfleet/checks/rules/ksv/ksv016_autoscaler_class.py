"""KSV016: the autoscaler class is one that KServe accepts."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import CLASS, inference_services
from tritonfleet.checks.kserve.shipped import shipped
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest


def check(world: World) -> Verdicts:
    known = shipped()["classes"]
    for service in inference_services(world):
        given = service.annotations.get(CLASS)
        if given is not None and given not in known:
            path = ("metadata", "annotations", CLASS)
            message = f"`{given}` is no autoscaler class"
            yield Breach(service.resource, path, message, suggest(str(given), known))


RULE = Rule(
    id="KSV016",
    title="The autoscaler class is unknown",
    severity=Severity.ERROR,
    why="The webhook refuses the InferenceService: the value is not a supported autoscaler class type. "
    "Knative's own autoscaler is chosen by `autoscaling.knative.dev/class`, not here.",
    fix="use hpa, keda, external or none",
    sources=("kserve/kserve:pkg/constants/constants.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: KEDA}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: external}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
)
