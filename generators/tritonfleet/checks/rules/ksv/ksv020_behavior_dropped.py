"""KSV020: `autoScaling.behavior` holds only what KServe passes on."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.scaling import HPA, KEDA, scaled_by
from tritonfleet.checks.kserve.services import Component
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service, component in scaled_by(world, HPA):
        if mapping(component.spec, "autoScaling", "behavior"):
            path = (*component.path, "autoScaling", "behavior")
            message = "`behavior` is not passed on to the HPA that KServe makes"
            yield Breach(service.resource, path, message)
    for service, component in scaled_by(world, KEDA):
        for direction, fields in _dropped(component):
            path = (*component.path, "autoScaling", "behavior", direction)
            named = " and ".join(f"`{field}`" for field in fields)
            message = f"of `behavior.{direction}` only `stabilizationWindowSeconds` is passed on, not {named}"
            yield Breach(service.resource, path, message)


def _dropped(component: Component) -> Iterator[tuple[str, list[str]]]:
    for direction in ("scaleUp", "scaleDown"):
        rules = mapping(component.spec, "autoScaling", "behavior", direction)
        fields = [field for field in rules if field != "stabilizationWindowSeconds"]
        if fields:
            yield direction, fields


RULE = Rule(
    id="KSV020",
    title="KServe drops the scaling behaviour",
    severity=Severity.WARNING,
    why="The model scales down at once, or up all at once, although the InferenceService says otherwise. "
    "KServe writes an empty `behavior` into the HPA; into a ScaledObject it copies the stabilization "
    "windows and leaves out policies.",
    fix="use autoscaler class external and a ScaledObject of your own, which can say all of it",
    sources=(
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/hpa/hpa_reconciler.go",
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/keda/keda_reconciler.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: keda}
spec:
  predictor:
    maxReplicas: 4
    autoScaling:
      behavior: {scaleDown: {policies: [{type: Pods, value: 1, periodSeconds: 300}]}}
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: keda}
spec:
  predictor:
    maxReplicas: 4
    autoScaling:
      behavior: {scaleDown: {stabilizationWindowSeconds: 600}}
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
