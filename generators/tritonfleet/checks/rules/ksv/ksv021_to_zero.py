"""KSV021: a component that is to scale to zero can, and wakes up again."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.scaling import HPA, KEDA, metrics, scaled_by
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service, component in scaled_by(world, HPA):
        if component.number("minReplicas") == 0:
            message = "`minReplicas` is 0, and KServe makes it 1 for an HPA"
            yield Breach(service.resource, (*component.path, "minReplicas"), message)
    for service, component in scaled_by(world, KEDA):
        kinds = {str(metric.get("type")) for _, metric in metrics(component)}
        if component.number("minReplicas") == 0 and kinds == {"Resource"}:
            message = "`minReplicas` is 0, and CPU and memory of no pods wake nothing: KEDA refuses it"
            yield Breach(service.resource, (*component.path, "minReplicas"), message, severity=Severity.ERROR)


RULE = Rule(
    id="KSV021",
    title="The model cannot scale to zero",
    severity=Severity.WARNING,
    why="An HPA never goes below one pod, so the GPU stays taken at night. KEDA goes to zero, but refuses "
    "a ScaledObject that has only CPU and memory triggers, because without pods there is no CPU to "
    "measure.",
    fix="use autoscaler class keda with a metric from outside the pods, or set `minReplicas` to 1",
    sources=(
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/hpa/hpa_reconciler.go",
        "kedacore/keda:apis/keda/v1alpha1/scaledobject_webhook.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    minReplicas: 0
    maxReplicas: 2
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Knative}}
spec:
  predictor:
    minReplicas: 0
    maxReplicas: 2
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
