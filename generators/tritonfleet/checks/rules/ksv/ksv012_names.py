"""KSV012: KServe's objects have names from which it can make others."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import inference_services
from tritonfleet.checks.objects import Resource
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_NAME = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
_LONGEST = 63


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        yield from _form(service.resource)
        for component in service.components:
            derived = service.workload(component)
            if len(derived) > _LONGEST and service.resource.name:
                path = ("metadata", "name")
                message = f"KServe makes a Service {derived}: {len(derived)} characters, at most {_LONGEST}"
                yield Breach(service.resource, path, message, f"drop {len(derived) - _LONGEST} characters")
    for graph in world.index.of_kind("InferenceGraph"):
        yield from _form(graph)


def _form(resource: Resource) -> Verdicts:
    if resource.name and not _NAME.fullmatch(resource.name):
        message = f"the name `{resource.name}` has characters other than lower-case letters, digits and inner dashes"
        yield Breach(resource, ("metadata", "name"), message)


RULE = Rule(
    id="KSV012",
    title="KServe cannot use the name",
    severity=Severity.ERROR,
    why="The webhook refuses a name with a dot or with a digit first. A name that is too long passes it "
    "and fails later: the InferenceService gets no Service, because `<name>-predictor` is over 63 "
    "characters.",
    fix="use lower-case letters, digits and inner dashes, a letter first, at most 53 characters",
    sources=(
        "kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",
        "kserve/kserve:pkg/constants/constants.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet-v1.5, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet-v1-5, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
)
