"""KSV038: it is clear which runtime KServe picks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.runtimes import Runtime, given_runtimes
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

Claim = tuple[Any, ...]


def check(world: World) -> Verdicts:
    first: dict[Claim, Runtime] = {}
    for runtime in world.derived(given_runtimes):
        resource = runtime.resource
        if resource is None or runtime.disabled:
            continue
        own: dict[str, Any] = {}
        for number, name, version, priority in _offered(runtime):
            path = ("spec", "supportedModelFormats", number, "priority")
            if own.setdefault(name, priority) != priority:
                message = f"{name} has priority {priority} here and {own[name]} above"
                yield Breach(resource, path, message, "give a format one priority")
            for protocol in runtime.protocols:
                claim = (runtime.namespace, runtime.multi_model, name.lower(), version, protocol, priority)
                other = first.setdefault(claim, runtime)
                if other.name != runtime.name and other.resource is not None:
                    message = f"{other.resource} offers {name} {version} over {protocol} with priority {priority} too"
                    yield Breach(resource, path, message, related=(other.resource,))
                    break


def _offered(runtime: Runtime) -> Iterator[tuple[int, str, str, int]]:
    """Formats that take part in the search with a priority: index, name, version, priority."""
    assert runtime.resource is not None
    for number, item in items(runtime.resource.data, "spec", "supportedModelFormats"):
        priority = item.get("priority")
        if item.get("autoSelect") is True and isinstance(priority, int) and not isinstance(priority, bool):
            yield number, str(item.get("name")), str(item.get("version") or ""), priority


RULE = Rule(
    id="KSV038",
    title="Two runtimes claim a model format with one priority",
    severity=Severity.ERROR,
    why="The webhook refuses whichever runtime is applied second: `same priority assigned for the model "
    "format`. It compares runtimes that share a protocol, format and version.",
    fix="give one of them a higher priority, or switch off its `autoSelect`",
    sources=("kserve/kserve:pkg/webhook/admission/servingruntime/servingruntime_webhook.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1alpha1
kind: ClusterServingRuntime
metadata: {name: triton-25}
spec:
  supportedModelFormats: [{name: onnx, version: "1", autoSelect: true, priority: 2}]
  protocolVersions: [v2]
  containers:
    - name: kserve-container
      image: nvcr.io/nvidia/tritonserver:25.10-py3
      args: [tritonserver, --model-repository=/mnt/models]
---
apiVersion: serving.kserve.io/v1alpha1
kind: ClusterServingRuntime
metadata: {name: triton-26}
spec:
  supportedModelFormats: [{name: onnx, version: "1", autoSelect: true, priority: 2}]
  protocolVersions: [v2]
  containers:
    - name: kserve-container
      image: nvcr.io/nvidia/tritonserver:26.07-py3
      args: [tritonserver, --model-repository=/mnt/models]
""",
    passes="""\
apiVersion: serving.kserve.io/v1alpha1
kind: ClusterServingRuntime
metadata: {name: triton-25}
spec:
  supportedModelFormats: [{name: onnx, version: "1", autoSelect: true, priority: 2}]
  protocolVersions: [v2]
  containers:
    - name: kserve-container
      image: nvcr.io/nvidia/tritonserver:25.10-py3
      args: [tritonserver, --model-repository=/mnt/models]
---
apiVersion: serving.kserve.io/v1alpha1
kind: ClusterServingRuntime
metadata: {name: triton-26}
spec:
  supportedModelFormats: [{name: onnx, version: "1", autoSelect: true, priority: 3}]
  protocolVersions: [v2]
  containers:
    - name: kserve-container
      image: nvcr.io/nvidia/tritonserver:26.07-py3
      args: [tritonserver, --model-repository=/mnt/models]
""",
)
