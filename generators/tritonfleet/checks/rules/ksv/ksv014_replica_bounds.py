"""KSV014: replica bounds are in order."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import inference_services
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        for component in service.components:
            least, most = component.number("minReplicas"), component.number("maxReplicas")
            for field, number in (("minReplicas", least), ("maxReplicas", most)):
                if number is not None and number < 0:
                    yield Breach(service.resource, (*component.path, field), f"`{field}` is {number}")
            least = 1 if least is None else least
            if most and most > 0 and least > most:
                message = f"`minReplicas` is {least}, `maxReplicas` {most}"
                yield Breach(service.resource, (*component.path, "maxReplicas"), message)


RULE = Rule(
    id="KSV014",
    title="`minReplicas` is above `maxReplicas`",
    severity=Severity.ERROR,
    why="The webhook refuses the InferenceService: `'MinReplicas' cannot be greater than MaxReplicas`. "
    "Without `minReplicas` the minimum is 1.",
    fix="raise `maxReplicas` or lower `minReplicas`",
    sources=("kserve/kserve:pkg/apis/serving/v1beta1/component.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    minReplicas: 4
    maxReplicas: 2
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    minReplicas: 2
    maxReplicas: 4
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
