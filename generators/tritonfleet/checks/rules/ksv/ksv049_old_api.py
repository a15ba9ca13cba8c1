"""KSV049: InferenceServices use the API that KServe serves."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import GROUP
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_VERSIONS = {"InferenceService": "v1beta1", "ServingRuntime": "v1alpha1", "ClusterServingRuntime": "v1alpha1"}
_OLD_GROUP = "serving.kubeflow.org"


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind(*_VERSIONS):
        current = f"{GROUP}/{_VERSIONS[resource.kind]}"
        if resource.group in {GROUP, _OLD_GROUP} and resource.api_version != current:
            message = f"{resource.api_version} is not served; {resource.kind} is {current}"
            yield Breach(resource, ("apiVersion",), message, f"use {current}")


RULE = Rule(
    id="KSV049",
    title="KServe does not serve this API version",
    severity=Severity.ERROR,
    why="The API server answers: no matches for kind. The group serving.kubeflow.org belonged to "
    "KFServing and ended with KServe 0.7; the shape of v1alpha2 (`default`, `canary`) is another one "
    "altogether.",
    fix="use serving.kserve.io/v1beta1 for InferenceServices, v1alpha1 for runtimes",
    sources=("kserve/kserve:pkg/apis/serving/v1beta1/v1beta1.go", "kserve/website:docs/admin-guide"),
    check=check,
    fails="""\
apiVersion: serving.kubeflow.org/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod}
spec: {predictor: {triton: {runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {triton: {runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
)
