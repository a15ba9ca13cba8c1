"""KSV041: a TrainedModel goes to an InferenceService that can take it."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import GROUP, InferenceService, inference_services
from tritonfleet.checks.lookup import refers
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

KIND = "InferenceService"
PATH = ("spec", "inferenceService")


def check(world: World) -> Verdicts:
    services = {(s.resource.namespace, s.resource.name): s for s in inference_services(world)}
    for trained in world.index.of_kind("TrainedModel"):
        if trained.group != GROUP:
            continue
        name = value(trained.data, *PATH)
        known = [n for ns, n in services if ns == trained.namespace]
        yield from refers(world, trained, PATH, name, kinds=(KIND,), namespace=trained.namespace, known=known)
        parent = services.get((trained.namespace, str(name)))
        field = parent and _own_model(parent)
        if parent is not None and field:
            message = f"{parent.resource} has a model of its own, by `{field}`"
            fix = f"remove `{field}` from the InferenceService"
            yield Breach(trained, PATH, message, fix, related=(parent.resource,))


def _own_model(service: InferenceService) -> str:
    """The field that makes its predictor one for a single model; empty when it takes many."""
    if service.model is None or service.predictor is None:
        return ""
    if service.predictor.spec.get("storageUris"):
        return "storageUris"
    return next((field for field in ("storageUri", "storage") if service.model.spec.get(field)), "")


RULE = Rule(
    id="KSV041",
    title="No InferenceService can take the TrainedModel",
    severity=Severity.ERROR,
    why="KServe deletes a TrainedModel whose InferenceService does not exist. One whose InferenceService "
    "serves a single model stays not ready with `IsNotMMSPredictor`.",
    fix="name an InferenceService of the same namespace that has no storageUri",
    sources=(
        "kserve/kserve:pkg/controller/v1alpha1/trainedmodel/controller.go",
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/utils/utils.go",
    ),
    check=check,
    needs=(needs.existing(KIND),),
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: vision, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
---
apiVersion: serving.kserve.io/v1alpha1
kind: TrainedModel
metadata: {name: resnet, namespace: prod}
spec: {inferenceService: vision, model: {framework: onnx, memory: 1Gi, storageUri: "s3://models/resnet"}}
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
spec: {inferenceService: vision, model: {framework: onnx, memory: 1Gi, storageUri: "s3://models/resnet"}}
""",
)
