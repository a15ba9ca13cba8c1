"""KSV024: fields and annotations of Knative are used in Knative mode."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import STANDARD, inference_services
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PREFIXES = ("autoscaling.knative.dev/", "serving.knative.dev/")


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if service.mode != STANDARD:
            continue
        for key in service.annotations:
            if str(key).startswith(_PREFIXES):
                message = f"`{key}` is read by Knative only"
                yield Breach(service.resource, ("metadata", "annotations", str(key)), message)
        for component in service.components:
            for key in mapping(component.spec, "annotations"):
                if str(key).startswith(_PREFIXES):
                    path = (*component.path, "annotations", str(key))
                    yield Breach(service.resource, path, f"`{key}` is read by Knative only")
            if component.spec.get("containerConcurrency"):
                path = (*component.path, "containerConcurrency")
                message = "`containerConcurrency` limits nothing in Standard mode"
                fix = "limit Triton's queue by its rate limiter or `max_queue_size`"
                yield Breach(service.resource, path, message, fix)


RULE = Rule(
    id="KSV024",
    title="A Knative setting does nothing in Standard mode",
    severity=Severity.WARNING,
    why="The limit or bound that was meant to protect the model is not there: in Standard mode there is "
    "no queue proxy and no Knative autoscaler that would read it.",
    fix="remove it, or use Knative mode",
    sources=("kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/knative/ksvc_reconciler.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, autoscaling.knative.dev/target: "4"}
spec:
  predictor:
    containerConcurrency: 4
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Knative, autoscaling.knative.dev/target: "4"}
spec:
  predictor:
    containerConcurrency: 4
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
