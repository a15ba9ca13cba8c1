"""KSV023: no manifest has the name of an object that KServe makes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.made import made
from tritonfleet.checks.kserve.services import STANDARD
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_MADE = "serving.kserve.io/inferenceservice"


def check(world: World) -> Verdicts:
    for (kind, namespace, name), service in world.derived(made).items():
        # The Service of the InferenceService's own name depends on how the cluster routes.
        if service.mode != STANDARD or name == service.resource.name:
            continue
        taken = world.index.get(kind, namespace, name)
        if taken is not None and _MADE not in taken.labels:
            message = f"{service.resource} makes a {kind} of this name"
            yield Breach(taken, ("metadata", "name"), message, related=(service.resource,))


RULE = Rule(
    id="KSV023",
    title="An object has the name of one that KServe makes",
    severity=Severity.ERROR,
    why="KServe finds its Deployment and its Service by name and overwrites what it finds; Argo CD then "
    "writes yours back. In the end requests reach the wrong pods, or the controller fails with `already "
    "exists`.",
    fix="give it a name that is not the InferenceService's name with -predictor, -transformer or -explainer",
    sources=(
        "kserve/kserve:pkg/constants/constants.go",
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/service/service_reconciler.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
---
apiVersion: v1
kind: Service
metadata: {name: resnet-predictor, namespace: prod}
spec: {ports: [{name: metrics, port: 8002}], selector: {serving.kserve.io/inferenceservice: resnet}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
---
apiVersion: v1
kind: Service
metadata: {name: resnet-metrics, namespace: prod}
spec: {ports: [{name: metrics, port: 8002}], selector: {serving.kserve.io/inferenceservice: resnet}}
""",
)
