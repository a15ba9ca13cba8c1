"""KSV040: a model that spans nodes is set up the one way that KServe supports."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import (
    CLASS,
    KNATIVE,
    MODE,
    InferenceService,
    Model,
    inference_services,
)
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_SIZES = ("PIPELINE_PARALLEL_SIZE", "TENSOR_PARALLEL_SIZE")
_FIELDS = ("pipelineParallelSize", "tensorParallelSize")
_WORKERS = ("spec", "predictor", "workerSpec")


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if "workerSpec" not in mapping(service.resource.data, "spec", "predictor"):
            continue
        if service.mode == KNATIVE:
            path = ("metadata", "annotations", MODE)
            yield Breach(service.resource, path, "`workerSpec` is set in Knative mode", "use Standard mode")
        if service.model is not None:
            yield from _model(service, service.model)
        yield from _workers(service)


def _model(service: InferenceService, model: Model) -> Verdicts:
    uri = model.spec.get("storageUri")
    if not isinstance(uri, str) or uri.split("://")[0] not in ("pvc", "oci"):
        message = f"`workerSpec` is set, and the model comes from {uri or 'nowhere'}"
        yield Breach(service.resource, (*model.path, "storageUri"), message, "use a pvc:// or oci:// URI")
    given = service.annotations.get(CLASS)
    if given != "none":
        said = f"the autoscaler class is {given}" if given else "there is no autoscaler class"
        message = f"`workerSpec` is set, and {said}"
        fix = f"set the annotation `{CLASS}: none`"
        yield Breach(service.resource, ("metadata", "annotations", CLASS), message, fix)
    for number, variable in items(model.spec, "env"):
        if variable.get("name") in _SIZES:
            path = (*model.path, "env", number, "name")
            message = f"`{variable['name']}` is set as a variable"
            yield Breach(service.resource, path, message, "use the field of `workerSpec`")


def _workers(service: InferenceService) -> Verdicts:
    workers = mapping(service.resource.data, *_WORKERS)
    containers = workers.get("containers")
    if isinstance(containers, list) and len(containers) > 1:
        message = f"`workerSpec` has {len(containers)} containers"
        yield Breach(service.resource, (*_WORKERS, "containers"), message, "keep one")
    for field in _FIELDS:
        size = workers.get(field)
        if isinstance(size, int) and size < 1:
            yield Breach(service.resource, (*_WORKERS, field), f"`{field}` is {size}", "set it to 1 or more")


RULE = Rule(
    id="KSV040",
    title="A model cannot span nodes this way",
    severity=Severity.ERROR,
    why="The webhook refuses an InferenceService with `workerSpec` unless its model lies on a claim or in "
    "an OCI image, which every node mounts alike, and no autoscaler is on: head and workers make one unit "
    "of fixed size.",
    fix="use a pvc:// or oci:// model, autoscaler class none, and sizes in `workerSpec`",
    sources=("kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: llama
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: none}
spec:
  predictor:
    model: {modelFormat: {name: huggingface}, storageUri: "hf://meta-llama/llama-3-70b"}
    workerSpec: {pipelineParallelSize: 2}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: llama
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: none}
spec:
  predictor:
    model: {modelFormat: {name: huggingface}, storageUri: "pvc://models/llama-3-70b"}
    workerSpec: {pipelineParallelSize: 2}
""",
)
