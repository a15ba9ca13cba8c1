"""ROL005: a rolling update may add a pod, or take one away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_NONE = (0, "0%", "0")
_PLACES: dict[str, Path] = {
    "Deployment": ("spec", "strategy", "rollingUpdate"),
    "DaemonSet": ("spec", "updateStrategy", "rollingUpdate"),
    "Rollout": ("spec", "strategy", "canary"),
}


def check(world: World) -> Verdicts:
    for kind, path in _PLACES.items():
        for resource in world.index.of_kind(kind):
            fields = mapping(resource.data, *path)
            if fields:
                yield from _checked(resource, path, fields)


def _checked(resource: Resource, path: Path, fields: Mapping[str, Any]) -> Verdicts:
    daemon = resource.kind == "DaemonSet"
    surge = fields.get("maxSurge", 0 if daemon else "25%")
    unavailable = fields.get("maxUnavailable", 1 if daemon else "25%")
    if _is_zero(surge) and _is_zero(unavailable):
        message = "`maxSurge` and `maxUnavailable` are both 0"
        yield Breach(resource, (*path, "maxUnavailable"), message)
    elif daemon and not _is_zero(surge) and not _is_zero(unavailable):
        message = (
            f"a DaemonSet takes one of them: `maxSurge` is {surge} and `maxUnavailable` is {unavailable}"
        )
        yield Breach(resource, (*path, "maxSurge"), message, "set `maxUnavailable: 0` beside `maxSurge`")


def _is_zero(value: Any) -> bool:
    return value in _NONE and not isinstance(value, bool)


RULE = Rule(
    id="ROL005",
    title="A rolling update cannot move",
    severity=Severity.ERROR,
    why="The API server refuses the object (`may not be 0 when maxSurge is 0`), so the release never "
    "starts; Argo Rollouts accepts it and marks the Rollout InvalidSpec. With no pod more and none less "
    "there is no way to replace one.",
    fix="set `maxUnavailable: 1` beside `maxSurge: 0`",
    sources=(
        "kubernetes/kubernetes:pkg/apis/apps/validation/validation.go",
        "argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation.go",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
""",
)
