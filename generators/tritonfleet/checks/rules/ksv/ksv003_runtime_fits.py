"""KSV003: the runtime that an InferenceService names can serve its model."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.choice import named
from tritonfleet.checks.kserve.runtimes import Runtime
from tritonfleet.checks.kserve.services import InferenceService, Model, inference_services
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        model = service.model
        runtime = model and model.runtime and named(world, service.resource.namespace, model.runtime)
        if model and runtime:
            yield from _verdicts(service, model, runtime)


def _verdicts(service: InferenceService, model: Model, runtime: Runtime) -> Verdicts:
    # A shipped runtime may have been changed in the cluster.
    severity = Severity.ERROR if runtime.resource else Severity.WARNING
    related = (runtime.resource,) if runtime.resource else ()

    def breach(field: str, message: str, fix: str = "") -> Breach:
        path = (*model.path, field)
        return Breach(service.resource, path, message, fix, severity, related=related)

    if runtime.disabled:
        yield breach(
            "runtime", f"runtime {runtime.name} is disabled", "set `disabled` to false in the runtime"
        )
    if model.format and not runtime.serves(model, named=True):
        version = f" version {model.version}" if model.version else ""
        formats = ", ".join(f"{f.name} {f.version}".strip() for f in runtime.formats)
        message = f"runtime {runtime.name} does not serve {model.format}{version}"
        yield breach("modelFormat", message, f"it serves {formats or 'nothing'}")
    if model.stated and not runtime.speaks(model.protocol):
        message = f"runtime {runtime.name} does not speak {model.protocol}"
        yield breach("protocolVersion", message, f"it speaks {', '.join(runtime.protocols)}")
    workers = bool(mapping(service.resource.data, "spec", "predictor", "workerSpec"))
    if workers and not runtime.multi_node:
        yield breach("runtime", f"`workerSpec` is set, and runtime {runtime.name} has none")


RULE = Rule(
    id="KSV003",
    title="The named runtime cannot serve the model",
    severity=Severity.ERROR,
    why="The InferenceService never gets a pod; its status says `NoSupportingRuntime` or "
    "`RuntimeDisabled`. Naming a runtime skips the search, not the comparison of format, version and "
    "protocol.",
    fix="name another runtime, or add the format to this one",
    sources=(
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/components/predictor.go",
        "kserve/kserve#2143",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: {name: triton-26, namespace: prod}
spec:
  supportedModelFormats: [{name: tensorrt, version: "10"}]
  protocolVersions: [v2]
  containers:
    - name: kserve-container
      image: nvcr.io/nvidia/tritonserver:26.07-py3
      args: [tritonserver, --model-repository=/mnt/models]
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod}
spec: {predictor: {model: {modelFormat: {name: tensorrt, version: "8"}, runtime: triton-26, storageUri: "s3://m/r"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: {name: triton-26, namespace: prod}
spec:
  supportedModelFormats: [{name: tensorrt, version: "10"}]
  protocolVersions: [v2]
  containers:
    - name: kserve-container
      image: nvcr.io/nvidia/tritonserver:26.07-py3
      args: [tritonserver, --model-repository=/mnt/models]
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod}
spec: {predictor: {model: {modelFormat: {name: tensorrt, version: "10"}, runtime: triton-26, storageUri: "s3://m/r"}}}
""",
)
