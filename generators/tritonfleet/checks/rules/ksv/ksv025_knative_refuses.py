"""KSV025: fields of Deployments and HPAs are used in Standard mode."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import KNATIVE, inference_services
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_CLASS = "autoscaling.knative.dev/class"
_HPA = "hpa.autoscaling.knative.dev"


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if service.mode != KNATIVE:
            continue
        hpa = service.annotations.get(_CLASS) == _HPA
        for component in service.components:
            if component.spec.get("deploymentStrategy") and not hpa:
                path = (*component.path, "deploymentStrategy")
                yield Breach(service.resource, path, "`deploymentStrategy` is set in Knative mode")
            metric = component.spec.get("scaleMetric")
            if metric in ("cpu", "memory") and not hpa:
                message = f"`scaleMetric` {metric} is not one of Knative's own autoscaler"
                fix = f"use concurrency or rps, or the annotation `{_CLASS}: {_HPA}`"
                yield Breach(service.resource, (*component.path, "scaleMetric"), message, fix)


RULE = Rule(
    id="KSV025",
    title="The webhook refuses the field in Knative mode",
    severity=Severity.ERROR,
    why="The InferenceService is not admitted. Knative replaces pods in its own way, and its autoscaler "
    "counts requests: CPU and memory need its HPA class.",
    fix="remove the field, or use Standard mode",
    sources=("kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Knative}}
spec:
  predictor:
    scaleMetric: cpu
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Knative}}
spec:
  predictor:
    scaleMetric: concurrency
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
