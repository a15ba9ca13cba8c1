"""KSV010: canaries have names of their own, and shares that add up."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import InferenceService, inference_services
from tritonfleet.checks.objects import items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        yield from _names(service)
        yield from _shares(service)


def _names(service: InferenceService) -> Verdicts:
    stable = value(service.resource.data, "spec", "predictor", "name")
    taken = {stable: "the stable predictor"} if isinstance(stable, str) else {}
    for number, canary in items(service.resource.data, "spec", "canary"):
        path = ("spec", "canary", number, "predictor", "name")
        name = value(canary, "predictor", "name")
        if not isinstance(name, str) or not name:
            yield Breach(service.resource, path, f"canary {number} has no `predictor.name`")
        elif name in taken:
            yield Breach(service.resource, path, f"canary {number} is called `{name}`, as {taken[name]} is")
        else:
            taken[name] = f"canary {number}"


def _shares(service: InferenceService) -> Verdicts:
    total = 0
    for number, canary in items(service.resource.data, "spec", "canary"):
        share = canary.get("trafficPercent")
        if not isinstance(share, int) or isinstance(share, bool):
            continue
        total += share
        if not 0 <= share <= 100:
            path = ("spec", "canary", number, "trafficPercent")
            yield Breach(service.resource, path, f"`trafficPercent` is {share}", "give it 0 to 100")
    if total > 100:
        message = f"the canaries get {total} percent of the traffic together"
        yield Breach(service.resource, ("spec", "canary"), message, "leave something to the stable predictor")


RULE = Rule(
    id="KSV010",
    title="Canaries have no distinct names, or too much traffic",
    severity=Severity.ERROR,
    why="The webhook refuses the InferenceService. Each canary becomes a Deployment named after it, and "
    "what the canaries do not take goes to the stable predictor.",
    fix="give each canary a `predictor.name` of its own, and at most 100 percent to all",
    sources=("kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet-1"}
  canary:
    - trafficPercent: 60
      predictor:
        name: v2
        model:
          name: kserve-container
          modelFormat: {name: triton}
          runtimeVersion: 26.07-py3
          storageUri: "s3://models/resnet-2"
    - trafficPercent: 60
      predictor:
        name: v2
        model:
          name: kserve-container
          modelFormat: {name: triton}
          runtimeVersion: 26.07-py3
          storageUri: "s3://models/resnet-3"
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet-1"}
  canary:
    - trafficPercent: 10
      predictor:
        name: v2
        model:
          name: kserve-container
          modelFormat: {name: triton}
          runtimeVersion: 26.07-py3
          storageUri: "s3://models/resnet-2"
    - trafficPercent: 5
      predictor:
        name: v3
        model:
          name: kserve-container
          modelFormat: {name: triton}
          runtimeVersion: 26.07-py3
          storageUri: "s3://models/resnet-3"
""",
)
