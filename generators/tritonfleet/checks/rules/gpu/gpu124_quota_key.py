"""GPU124: a quota counts GPUs by the key that Kubernetes counts by."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import is_gpu
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for quota in world.index.of_kind("ResourceQuota"):
        for key in mapping(quota.data, "spec", "hard"):
            bare = key.removeprefix("limits.") if isinstance(key, str) else ""
            if is_gpu(bare):
                path = ("spec", "hard", key)
                message = f"`{key}` is never counted"
                right = f"requests.{bare}"
                yield Breach(quota, path, message, f"write {right}", mend=Mend("rename", path, right))


RULE = Rule(
    id="GPU124",
    title="A quota for GPUs has a key that is never counted",
    severity=Severity.WARNING,
    why="Of an extended resource only `requests.<name>` is counted: under `limits.nvidia.com/gpu` or the "
    "bare name the quota shows no use at all, and the namespace takes as many GPUs as it likes.",
    fix="write requests. before the name of the resource",
    sources=("kubernetes/kubernetes:pkg/quota/v1/evaluator/core/pods.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: prod}
spec: {hard: {limits.nvidia.com/gpu: 8}}
""",
    passes="""\
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: prod}
spec: {hard: {requests.nvidia.com/gpu: 8}}
""",
)
