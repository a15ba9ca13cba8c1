"""KSV011: canaries run a fixed number of pods, no more than the stable predictor."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import inference_services
from tritonfleet.checks.objects import items, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_REFUSED = ("maxReplicas", "scaleTarget", "scaleMetric", "autoScaling", "workerSpec")


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        stable = value(service.resource.data, "spec", "predictor", "minReplicas")
        least = 1 if stable is None else stable
        for number, canary in items(service.resource.data, "spec", "canary"):
            path = ("spec", "canary", number, "predictor")
            predictor = mapping(canary, "predictor")
            for field in _REFUSED:
                if predictor.get(field):
                    mend = Mend("remove", (*path, field))
                    message = f"a canary has `{field}`, and canaries neither scale nor span nodes"
                    yield Breach(service.resource, (*path, field), message, f"remove `{field}`", mend=mend)
            pods = predictor.get("minReplicas")
            if isinstance(pods, int) and isinstance(least, int) and pods > least:
                message = f"the canary has `minReplicas` {pods}, the stable predictor {least}"
                yield Breach(service.resource, (*path, "minReplicas"), message, f"use at most {least}")


RULE = Rule(
    id="KSV011",
    title="A canary has fields of scaling",
    severity=Severity.ERROR,
    why="The webhook refuses the InferenceService. A canary runs `minReplicas` pods, which KServe takes "
    "away from the stable predictor once the canary is ready.",
    fix="give canaries only `minReplicas`, no more than the stable predictor has",
    sources=("kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    minReplicas: 2
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet-1"}
  canary:
    - trafficPercent: 10
      predictor:
        name: v2
        maxReplicas: 4
        model:
          name: kserve-container
          modelFormat: {name: triton}
          runtimeVersion: 26.07-py3
          storageUri: "s3://models/resnet-2"
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    minReplicas: 2
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet-1"}
  canary:
    - trafficPercent: 10
      predictor:
        name: v2
        minReplicas: 1
        model:
          name: kserve-container
          modelFormat: {name: triton}
          runtimeVersion: 26.07-py3
          storageUri: "s3://models/resnet-2"
""",
)
