"""KSV013: a predictor says in exactly one way what it serves."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import MODEL_CONTAINER, Component, inference_services
from tritonfleet.checks.kserve.shipped import shipped
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        predictor = service.predictor
        if predictor is None:
            continue
        ways = list(_ways(predictor))
        if not ways and not predictor.spec.get("containers"):
            message = "the predictor has neither a `model` nor `containers`"
            yield Breach(service.resource, predictor.path, message)
        elif len(ways) > 1:
            times = "twice" if len(ways) == 2 else f"{len(ways)} times"
            message = f"the predictor is defined {times}: {', '.join(f'`{way}`' for way in ways)}"
            yield Breach(service.resource, (*predictor.path, ways[1]), message)
        for way in ways:
            named = predictor.spec[way].get("name") if isinstance(predictor.spec[way], dict) else None
            if named:
                path = (*predictor.path, way, "name")
                message = f"`{way}.name` is set to {named}: the container's name is KServe's"
                yield Breach(
                    service.resource, path, message, "remove it; pods go by the InferenceService's name"
                )


def _ways(predictor: Component) -> Iterator[str]:
    for field in ("model", *shipped()["frameworks"]):
        if isinstance(predictor.spec.get(field), dict):
            yield field
    if any(c.get("name") == MODEL_CONTAINER for _, c in items(predictor.spec, "containers")):
        yield "containers"


RULE = Rule(
    id="KSV013",
    title="The predictor is defined twice, or not at all",
    severity=Severity.ERROR,
    why="The webhook refuses an InferenceService whose predictor has no `model` or framework, or two, or "
    "a `model` beside a container named kserve-container; and one whose model has a `name`.",
    fix="keep one of `model`, a framework field, or `containers`, without a `name`",
    sources=(
        "kserve/kserve:pkg/apis/serving/v1beta1/component.go",
        "kserve/kserve:pkg/apis/serving/v1beta1/predictor.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
    triton: {storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
    containers: [{name: transformer-container, image: "registry.example.com/tokenizer:1.2"}]
""",
)
