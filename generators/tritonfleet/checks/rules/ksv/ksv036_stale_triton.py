"""KSV036: a model on KServe's own Triton runtime says which Triton."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.choice import chosen
from tritonfleet.checks.kserve.shipped import shipped
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

RUNTIME = "kserve-tritonserver"


def check(world: World) -> Verdicts:
    tag = shipped()["runtimes"][RUNTIME]["triton"]
    for service, model, runtime in chosen(world):
        stated = model.spec.get("image") or model.spec.get("runtimeVersion")
        if runtime.name == RUNTIME and runtime.resource is None and not stated:
            message = f"{RUNTIME} runs Triton {tag.removesuffix('-py3')}, and no `runtimeVersion` is set"
            yield Breach(service.resource, model.path, message)


RULE = Rule(
    id="KSV036",
    title="The model runs on a Triton of 2023",
    severity=Severity.WARNING,
    why="KServe's runtime still has the image tag 23.05-py3: TensorRT 8.6 engines only, none of the "
    "metrics, flags and security fixes since, and no support for GPUs that came later.",
    fix="set `runtimeVersion`, for example 26.07-py3, or bring a ServingRuntime of your own",
    sources=("kserve/kserve:config/runtimes/kustomization.yaml",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, storageUri: "s3://models/resnet"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
