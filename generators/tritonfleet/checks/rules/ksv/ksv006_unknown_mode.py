"""KSV006: the deployment mode is one that KServe knows."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import MODE, inference_services
from tritonfleet.checks.kserve.shipped import current_mode, shipped
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest


def check(world: World) -> Verdicts:
    known = shipped()["modes"]["current"]
    for service in inference_services(world):
        mode = service.annotations.get(MODE)
        if mode is not None and current_mode(str(mode)) not in known:
            path = ("metadata", "annotations", MODE)
            message = f"KServe knows no deployment mode `{mode}`, and takes the cluster's default"
            yield Breach(service.resource, path, message, suggest(str(mode), known))


RULE = Rule(
    id="KSV006",
    title="The deployment mode is unknown",
    severity=Severity.ERROR,
    why="KServe passes over a value that it does not know and uses the default of the cluster, without a "
    "word; the mode cannot be changed afterwards.",
    fix="write Standard or Knative",
    sources=("kserve/kserve:pkg/controller/v1beta1/inferenceservice/utils/utils.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
)
