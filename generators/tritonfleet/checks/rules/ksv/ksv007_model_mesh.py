"""KSV007: nothing new is built on ModelMesh."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.runtimes import given_runtimes
from tritonfleet.checks.kserve.services import MODE, inference_services
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_ENDPOINTS = ("grpcEndpoint", "grpcDataEndpoint", "builtInAdapter")


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if service.mode == "ModelMesh":
            yield Breach(service.resource, ("metadata", "annotations", MODE), "the mode is ModelMesh")
    for runtime in world.derived(given_runtimes):
        if runtime.resource is None or not runtime.multi_model:
            continue
        spec = mapping(runtime.resource.data, "spec")
        field = next((field for field in _ENDPOINTS if field in spec), None)
        if field is not None:
            yield Breach(runtime.resource, ("spec", field), f"`{field}` makes this a runtime for ModelMesh")


RULE = Rule(
    id="KSV007",
    title="ModelMesh is no longer maintained",
    severity=Severity.WARNING,
    why="The repository of ModelMesh Serving was archived in April 2026, two years after its last "
    "release: no fixes, no newer Triton, no newer Kubernetes.",
    fix="serve each model by an InferenceService in Standard mode, or several from one Triton model "
    "repository",
    sources=("kserve/modelmesh-serving:README.md", "kserve/kserve:pkg/constants/constants.go"),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: ModelMesh}}
spec: {predictor: {model: {modelFormat: {name: onnx}, storageUri: "s3://models/resnet"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: onnx}, protocolVersion: v2, storageUri: "s3://models/resnet"}}}
""",
)
