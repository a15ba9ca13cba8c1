"""KSV034: KServe's batcher is used with the protocol it understands."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import inference_services
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        model, predictor = service.model, service.predictor
        if model is None or predictor is None or not isinstance(predictor.spec.get("batcher"), dict):
            continue
        if model.stated and model.protocol != "v1":
            message = f"`batcher` is set, and the model speaks {model.protocol}"
            yield Breach(service.resource, (*predictor.path, "batcher"), message)


RULE = Rule(
    id="KSV034",
    title="The batcher batches nothing",
    severity=Severity.WARNING,
    why="KServe's batcher joins requests whose path ends in `:predict`, which is protocol v1. Requests of "
    "protocol v2 pass through it one by one: the sidecar costs memory and a hop, and GPU batches stay at "
    "size one.",
    fix="remove `batcher` and use `dynamic_batching` in Triton's config.pbtxt",
    sources=("kserve/kserve:pkg/batcher/handler.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    batcher: {maxBatchSize: 32, maxLatency: 50}
    model: {modelFormat: {name: triton}, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: iris, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    batcher: {maxBatchSize: 32, maxLatency: 50}
    model: {modelFormat: {name: sklearn}, storageUri: "s3://models/iris"}
""",
)
