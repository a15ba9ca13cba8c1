"""KSV015: a component that is to scale says how far."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import STANDARD, inference_services
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_WANTS = ("autoScaling", "scaleMetric", "scaleTarget")


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if service.mode != STANDARD:
            continue
        for component in service.components:
            wanted = [field for field in _WANTS if component.spec.get(field) is not None]
            if (
                component.autoscaler not in ("", "hpa", "keda")
                or component.number("maxReplicas")
                or not wanted
            ):
                continue
            least = component.number("minReplicas")
            least = 1 if least is None else least
            both = f"the autoscaler's minimum and maximum are both {least}"
            message = f"`{wanted[0]}` is set without `maxReplicas`, so {both}"
            yield Breach(service.resource, (*component.path, wanted[0]), message)


RULE = Rule(
    id="KSV015",
    title="An autoscaler can never add a pod",
    severity=Severity.ERROR,
    why="In Standard mode KServe sets the autoscaler's maximum to its minimum when `maxReplicas` is "
    "missing, so the HPA or ScaledObject looks healthy and stays at one pod under any load. In Knative "
    "mode a missing maximum means no limit.",
    fix="set `maxReplicas`",
    sources=(
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/hpa/hpa_reconciler.go",
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/keda/keda_reconciler.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    scaleMetric: cpu
    scaleTarget: 60
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
    scaleTarget: 60
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
