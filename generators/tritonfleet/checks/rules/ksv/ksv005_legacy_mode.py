"""KSV005: the deployment mode goes by its current name."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import MODE, inference_services
from tritonfleet.checks.kserve.shipped import shipped
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

RENAMED_IN = (0, 16)


def check(world: World) -> Verdicts:
    if _older(world.facts.versions.get("kserve", "")):
        return
    for service in inference_services(world):
        mode = service.annotations.get(MODE)
        current = shipped()["modes"]["legacy"].get(str(mode))
        if current:
            path = ("metadata", "annotations", MODE)
            message = f"deployment mode {mode} is called {current} now"
            yield Breach(service.resource, path, message, f"write {current}", mend=Mend("set", path, current))


def _older(version: str) -> bool:
    """Whether this KServe does not know the new names yet."""
    numbers = version.removeprefix("v").split(".")[:2]
    return len(numbers) == 2 and all(map(str.isdecimal, numbers)) and tuple(map(int, numbers)) < RENAMED_IN


RULE = Rule(
    id="KSV005",
    title="The deployment mode has an old name",
    severity=Severity.WARNING,
    why="KServe's webhook rewrites RawDeployment to Standard and Serverless to Knative, so Argo CD shows "
    "the InferenceService OutOfSync for ever, and with self-heal writes the old name back again and "
    "again.",
    fix="write Standard for RawDeployment, and Knative for Serverless",
    sources=("kserve/kserve:pkg/apis/serving/v1beta1/inference_service_defaults.go", "kserve/kserve#4608"),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: RawDeployment}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
)
