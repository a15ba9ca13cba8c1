"""KSV052: a model with a GPU says its own memory limit."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.choice import chosen
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

RUNTIME = "kserve-tritonserver"


def check(world: World) -> Verdicts:
    for service, model, runtime in chosen(world):
        if runtime.name != RUNTIME or runtime.resource is not None:
            continue
        limits = mapping(model.spec, "resources", "limits")
        gpu = next((str(key) for key in limits if str(key).startswith("nvidia.com/")), "")
        if gpu and "memory" not in {*limits, *mapping(model.spec, "resources", "requests")}:
            path = (*model.path, "resources", "limits")
            message = f"{gpu} is limited and `memory` is not: the runtime's 2Gi and 1 CPU apply"
            yield Breach(service.resource, path, message)


RULE = Rule(
    id="KSV052",
    title="The model runs with the runtime's 2Gi of memory",
    severity=Severity.WARNING,
    why="The pod is OOMKilled while it loads the model, or is slow on one CPU, and nothing in the "
    "InferenceService says 2Gi: the limit comes from KServe's runtime, because limits are merged key by "
    "key.",
    fix="set `limits.memory` and `limits.cpu`, at least twice the model's file size",
    sources=("kserve/kserve:config/runtimes/kserve-tritonserver.yaml",),
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
      resources: {limits: {nvidia.com/gpu: 1}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      storageUri: s3://models/resnet
      resources: {limits: {nvidia.com/gpu: 1, memory: 16Gi, cpu: 4}}
""",
)
