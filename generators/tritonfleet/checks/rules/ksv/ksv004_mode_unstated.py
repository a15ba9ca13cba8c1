"""KSV004: an InferenceService says its deployment mode, where its fields depend on that."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import CLASS, MODE, InferenceService, inference_services
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_DEPENDENT = (
    "autoScaling",
    "canaryTrafficPercent",
    "deploymentStrategy",
    "scaleMetric",
    "containerConcurrency",
)


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if MODE in service.annotations:
            continue
        fields = ", ".join(f"`{field}`" for field in _dependent(service))
        if fields:
            message = f"the annotation `{MODE}` is missing, and {fields} means something else in each mode"
            yield Breach(service.resource, ("metadata", "annotations"), message)


def _dependent(service: InferenceService) -> Iterator[str]:
    if CLASS in service.annotations:
        yield CLASS
    for component in service.components:
        yield from (field for field in _DEPENDENT if field in component.spec)
    if value(service.resource.data, "spec", "canary"):
        yield "canary"


RULE = Rule(
    id="KSV004",
    title="The deployment mode is left to the cluster",
    severity=Severity.WARNING,
    why="The same manifest becomes a Knative Service in one cluster and a Deployment in another: the "
    "default is Standard in the code, Serverless in the ConfigMap of the manifests and Knative in the "
    "chart. The webhook checks autoscaling by the annotation alone, and the mode of a service that exists "
    "can never be changed.",
    fix="add the annotation `serving.kserve.io/deploymentMode: Standard` (or Knative)",
    sources=(
        "kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",
        "kserve/kserve:config/configmap/inferenceservice.yaml",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod}
spec:
  predictor:
    maxReplicas: 4
    scaleMetric: cpu
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    maxReplicas: 4
    scaleMetric: cpu
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
