"""KSV002: the runtime that an InferenceService names exists."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.choice import runtimes
from tritonfleet.checks.kserve.services import inference_services
from tritonfleet.checks.lookup import refers
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

KINDS = ("ServingRuntime", "ClusterServingRuntime")


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        model, namespace = service.model, service.resource.namespace
        if model is not None and model.runtime:
            path = (*model.path, "runtime")
            known = runtimes(world, namespace)
            yield from refers(
                world, service.resource, path, model.runtime, kinds=KINDS, namespace=namespace, known=known
            )


RULE = Rule(
    id="KSV002",
    title="The serving runtime does not exist",
    severity=Severity.ERROR,
    why="The InferenceService stays not ready with reason `RuntimeNotRecognized`, waiting for a runtime "
    "that never comes. KServe looks for a ServingRuntime in the service's namespace, then for a "
    "ClusterServingRuntime.",
    fix="name a runtime that exists in this namespace or in the cluster",
    sources=("kserve/kserve:pkg/controller/v1beta1/inferenceservice/utils/utils.go",),
    check=check,
    needs=tuple(map(needs.existing, KINDS)),
    facts=Facts(external={"ServingRuntime": (), "ClusterServingRuntime": ("kserve-tritonserver",)}),
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod}
spec: {predictor: {model: {modelFormat: {name: onnx}, runtime: triton-26, storageUri: "s3://models/resnet"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: {name: triton-26, namespace: prod}
spec:
  supportedModelFormats: [{name: onnx, version: "1"}]
  containers:
    - name: kserve-container
      image: nvcr.io/nvidia/tritonserver:26.07-py3
      args: [tritonserver, --model-repository=/mnt/models]
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod}
spec: {predictor: {model: {modelFormat: {name: onnx}, runtime: triton-26, storageUri: "s3://models/resnet"}}}
""",
)
