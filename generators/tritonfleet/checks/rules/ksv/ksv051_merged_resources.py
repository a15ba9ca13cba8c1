"""KSV051: what a model asks for fits into the limits that its runtime adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.choice import chosen
from tritonfleet.checks.kserve.runtimes import Runtime
from tritonfleet.checks.kserve.services import MODEL_CONTAINER
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.quantities import quantity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

SHIPPED = {"limits": {"cpu": "1", "memory": "2Gi"}}
"""What the runtimes that KServe ships limit their container to, but for the multi-node one."""


def check(world: World) -> Verdicts:
    for service, model, runtime in chosen(world):
        requests = mapping(model.spec, "resources", "requests")
        if not requests:
            continue
        given, limits = mapping(model.spec, "resources", "limits"), mapping(_limits(runtime), "limits")
        for resource in ("cpu", "memory"):
            whose, bound = ("its own", given) if resource in given else ("the runtime's", limits)
            asked, limit = quantity(requests.get(resource)), quantity(bound.get(resource))
            if asked is not None and limit is not None and asked > limit:
                path = (*model.path, "resources", "requests", resource)
                message = (
                    f"{requests[resource]} of {resource} is requested, {whose} limit is {bound[resource]}"
                )
                yield Breach(service.resource, path, message, f"set `limits.{resource}` to as much or more")


def _limits(runtime: Runtime) -> Mapping[str, Any]:
    if runtime.resource is None:
        return {} if runtime.multi_node else SHIPPED
    containers = (c for _, c in items(runtime.resource.data, "spec", "containers"))
    return next((mapping(c, "resources") for c in containers if c.get("name") == MODEL_CONTAINER), {})


RULE = Rule(
    id="KSV051",
    title="The model requests more than its runtime allows",
    severity=Severity.ERROR,
    why="The Deployment makes no pods: requests must be less than or equal to limits. KServe merges the "
    "model's resources into those of the runtime's container, so a limit that the model leaves out is the "
    "runtime's, 1 CPU and 2Gi in all that KServe ships.",
    fix="set limits beside the requests",
    sources=(
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/utils/utils.go",
        "kserve/kserve:config/runtimes/kserve-tritonserver.yaml",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      storageUri: s3://models/resnet
      resources: {requests: {memory: 8Gi}, limits: {nvidia.com/gpu: 1}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      storageUri: s3://models/resnet
      resources: {requests: {memory: 8Gi}, limits: {memory: 8Gi, nvidia.com/gpu: 1}}
""",
)
