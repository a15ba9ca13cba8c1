"""KSV028: a component says once where its model comes from."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import inference_services
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        model, predictor = service.model, service.predictor
        if model is None or predictor is None or not model.spec.get("storageUri"):
            continue
        path = (*model.path, "storageUri")
        if predictor.spec.get("storageUris"):
            yield Breach(service.resource, path, "`storageUri` and `storageUris` are both set")
        if mapping(model.spec, "storage").get("path"):
            yield Breach(service.resource, path, "`storageUri` and `storage.path` are both set")


RULE = Rule(
    id="KSV028",
    title="The model comes from two places",
    severity=Severity.ERROR,
    why="The webhook refuses `storageUri` beside `storageUris`. Beside `storage.path` it passes, and the "
    "controller then fails: only one of storageUri and storage.path.",
    fix="keep one of them",
    sources=(
        "kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/components/predictor.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      storageUri: "s3://models/resnet"
      storage: {key: prod, path: resnet}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storage: {key: prod, path: resnet}}
""",
)
