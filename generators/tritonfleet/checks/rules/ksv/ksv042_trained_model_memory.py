"""KSV042: an InferenceService has memory for all its TrainedModels."""

from __future__ import annotations

from collections import defaultdict

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import inference_services
from tritonfleet.checks.objects import Resource, value
from tritonfleet.checks.quantities import memory, shown
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    models: dict[tuple[str, str], dict[str, Resource]] = defaultdict(dict)
    for trained in world.index.of_kind("TrainedModel"):
        parent = value(trained.data, "spec", "inferenceService")
        if isinstance(parent, str):
            models[trained.namespace, parent][trained.name] = trained
    for service in inference_services(world) if models else ():
        mine = models.get((service.resource.namespace, service.resource.name), {}).values()
        given = service.model and memory(value(service.model.spec, "resources", "limits", "memory"))
        needed = sum(memory(value(m.data, "spec", "model", "memory")) or 0 for m in mine)
        if service.model is not None and given and needed > given:
            path = (*service.model.path, "resources", "limits", "memory")
            who = "the TrainedModel needs" if len(mine) == 1 else f"{len(mine)} TrainedModels need"
            message = f"{who} {shown(needed)}, the limit is {shown(given)}"
            yield Breach(
                service.resource, path, message, f"set it to {shown(needed)} or more", related=tuple(mine)
            )


RULE = Rule(
    id="KSV042",
    title="TrainedModels need more memory than their server has",
    severity=Severity.ERROR,
    why="The TrainedModels that come last stay not ready with `MemoryResourceNotAvailable`: KServe adds "
    "up what they declare and compares it with the predictor's memory limit.",
    fix="raise the predictor's memory limit, or spread the models over InferenceServices",
    sources=("kserve/kserve:pkg/controller/v1alpha1/trainedmodel/controller.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: vision, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, resources: {limits: {memory: 2Gi}}}
---
apiVersion: serving.kserve.io/v1alpha1
kind: TrainedModel
metadata: {name: resnet, namespace: prod}
spec: {inferenceService: vision, model: {framework: onnx, memory: 3Gi, storageUri: "s3://models/resnet"}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: vision, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, resources: {limits: {memory: 8Gi}}}
---
apiVersion: serving.kserve.io/v1alpha1
kind: TrainedModel
metadata: {name: resnet, namespace: prod}
spec: {inferenceService: vision, model: {framework: onnx, memory: 3Gi, storageUri: "s3://models/resnet"}}
""",
)
