"""InferenceServices and what stands around them, for the tests of the KServe rules."""

from __future__ import annotations


def service(predictor: str, *, name: str = "resnet", mode: str = "Standard", annotations: str = "") -> str:
    """An InferenceService in namespace prod. ``predictor`` and ``annotations`` are flow mappings without braces."""
    said = [f"serving.kserve.io/deploymentMode: {mode}"] if mode else []
    said += [annotations] if annotations else []
    return f"""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {{name: {name}, namespace: prod, annotations: {{{", ".join(said)}}}}}
spec: {{predictor: {{{predictor}}}}}
---
"""


def model(fields: str = "modelFormat: {name: triton}", uri: str = "s3://models/resnet") -> str:
    """A predictor's model."""
    where = f', storageUri: "{uri}"' if uri else ""
    return f"model: {{{fields}{where}}}"


def runtime(
    formats: str,
    *,
    name: str = "triton-26",
    kind: str = "ServingRuntime",
    namespace: str = "prod",
    more: str = "protocolVersions: [v2, grpc-v2]",
) -> str:
    """A serving runtime; ``formats`` are the entries of supportedModelFormats, ``more`` a further field."""
    scope = f", namespace: {namespace}" if kind == "ServingRuntime" else ""
    return f"""\
apiVersion: serving.kserve.io/v1alpha1
kind: {kind}
metadata: {{name: {name}{scope}}}
spec:
  supportedModelFormats: [{formats}]
  {more}
  containers: [{{name: kserve-container, image: "nvcr.io/nvidia/tritonserver:26.07-py3"}}]
---
"""


KEDA = "serving.kserve.io/autoscalerClass: keda"
EXTERNAL = "serving.kserve.io/autoscalerClass: external"
