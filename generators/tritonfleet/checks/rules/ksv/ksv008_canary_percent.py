"""KSV008: `canaryTrafficPercent` is used where it does something."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import STANDARD, inference_services
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if service.mode != STANDARD:
            continue
        for component in service.components:
            percent = component.spec.get("canaryTrafficPercent")
            if percent is not None:
                message = f"`canaryTrafficPercent` {percent} does nothing in Standard mode: all traffic moves at once"
                yield Breach(service.resource, (*component.path, "canaryTrafficPercent"), message)


RULE = Rule(
    id="KSV008",
    title="A canary percentage does nothing in Standard mode",
    severity=Severity.ERROR,
    why="Only Knative splits traffic between revisions. In Standard mode KServe reads the field nowhere: "
    "the new model gets every request as soon as its pods are ready, while everybody believes it gets a "
    "few percent.",
    fix="use `spec.canary` (Standard, KServe 0.20 with Gateway API), or Knative mode",
    sources=("kserve/kserve#5335", "kserve/kserve#4074", "kserve/website#734"),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    canaryTrafficPercent: 10
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet-2"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Knative}}
spec:
  predictor:
    canaryTrafficPercent: 10
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet-2"}
""",
)
