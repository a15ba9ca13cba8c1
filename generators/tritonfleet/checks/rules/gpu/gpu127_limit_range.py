"""GPU127: no LimitRange gives a GPU to every container."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import is_gpu
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for limits in world.index.of_kind("LimitRange"):
        for number, limit in items(limits.data, "spec", "limits"):
            if limit.get("type") != "Container":
                continue
            for field in ("default", "defaultRequest", "max"):
                for name, count in mapping(limit, field).items():
                    if is_gpu(name) and amount(count) and not _zeroed(limit, field, name):
                        message = f"every container that says nothing of `{name}` gets {count} of it"
                        yield Breach(limits, ("spec", "limits", number, field, name), message)


def _zeroed(limit: Mapping[str, Any], field: str, name: str) -> bool:
    """Whether a default of its own, none at all, stands beside the greatest."""
    return field == "max" and name in mapping(limit, "default")


RULE = Rule(
    id="GPU127",
    title="A LimitRange gives every container of the namespace a GPU",
    severity=Severity.ERROR,
    why="What a LimitRange has under `default`, every container that names no limit of its own gets: "
    "sidecars, init containers and web servers each ask for a GPU, and stay Pending or waste it. "
    "`max` does the same, because Kubernetes takes it as the default where there is none.",
    fix="leave GPUs out of limits of type Container; bound them by a ResourceQuota, or by a limit of type "
    "Pod",
    sources=(
        "kubernetes/kubernetes:pkg/apis/core/v1/defaults.go",
        "kubernetes/kubernetes#74507",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: prod}
spec:
  limits:
  - {type: Container, max: {nvidia.com/gpu: 4}}
""",
    passes="""\
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: prod}
spec:
  limits:
  - {type: Pod, max: {nvidia.com/gpu: 4}}
""",
)
