"""KSV037: a runtime has the container that KServe fills in."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.runtimes import given_runtimes
from tritonfleet.checks.kserve.services import MODEL_CONTAINER
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

WORKER_CONTAINER = "worker-container"


def check(world: World) -> Verdicts:
    for runtime in world.derived(given_runtimes):
        if runtime.resource is None or runtime.multi_model:
            continue
        parts: list[tuple[Path, str]] = [(("spec", "containers"), MODEL_CONTAINER)]
        if mapping(runtime.resource.data, "spec", "workerSpec"):
            parts.append((("spec", "workerSpec", "containers"), WORKER_CONTAINER))
        for path, wanted in parts:
            names = [str(c.get("name")) for _, c in items(runtime.resource.data, *path)]
            if names and wanted not in names:
                message = f"no container is named {wanted}, only {', '.join(names)}"
                yield Breach(runtime.resource, path, message, f"name the server's container {wanted}")


RULE = Rule(
    id="KSV037",
    title="The runtime has no kserve-container",
    severity=Severity.ERROR,
    why="No InferenceService on this runtime gets a pod: failed to find kserve-container in "
    "ServingRuntime containers. KServe merges the model's fields into the container of that name, and "
    "mounts the model there.",
    fix="name the server's container kserve-container",
    sources=("kserve/kserve:pkg/controller/v1beta1/inferenceservice/utils/utils.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: {name: triton-26, namespace: prod}
spec:
  supportedModelFormats: [{name: triton, version: "2", autoSelect: true}]
  protocolVersions: [v2, grpc-v2]
  containers:
    - name: triton
      image: nvcr.io/nvidia/tritonserver:26.07-py3
      args: [tritonserver, --model-repository=/mnt/models]
""",
    passes="""\
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: {name: triton-26, namespace: prod}
spec:
  supportedModelFormats: [{name: triton, version: "2", autoSelect: true}]
  protocolVersions: [v2, grpc-v2]
  containers:
    - name: kserve-container
      image: nvcr.io/nvidia/tritonserver:26.07-py3
      args: [tritonserver, --model-repository=/mnt/models]
""",
)
