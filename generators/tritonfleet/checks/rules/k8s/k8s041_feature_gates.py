"""K8S041: the cluster's version keeps the fields that objects use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.catalogue import Gated, catalogue, minor
from tritonfleet.checks.objects import Path, Resource, value
from tritonfleet.checks.pods import (
    containers_with,
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_OBJECTS = {"service": "Service", "statefulset": "StatefulSet", "job": "Job"}


def check(world: World) -> Verdicts:
    version = minor(world.kubernetes)
    for field in catalogue().gated:
        if field.alpha <= version < field.on:
            for resource, path in _using(world, field):
                message = (
                    f"`{'.'.join(field.path)}` works without a feature gate from Kubernetes "
                    f"{_shown(field.on)} on, and the cluster is {world.kubernetes}"
                )
                yield Breach(resource, path, message)


def _using(world: World, field: Gated) -> Iterator[tuple[Resource, Path]]:
    owners: list[tuple[Resource, Path, Any]]
    if field.at in _OBJECTS:
        owners = [(resource, (), resource.data) for resource in world.index.of_kind(_OBJECTS[field.at])]
    elif field.at == "pod":
        found = world.derived(pods_with).get(field.path[0], ())
        owners = [(w.resource, (*w.path, "spec"), w.spec) for w in found]
    else:
        every = world.derived(containers_with).get(field.path[0], ())
        inits = [c for c in every if field.at == "container" or c.path[-2] == "initContainers"]
        owners = [(c.workload.resource, c.path, c.data) for c in inits]
    for resource, path, data in owners:
        if value(data, *field.path) is not None:
            yield resource, (*path, *field.path)


def _shown(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


RULE = Rule(
    id="K8S041",
    title="The cluster drops a field that is behind a feature gate",
    severity=Severity.ERROR,
    why="The API server knows the field and drops it while its feature gate is off, which is the default of "
    "this version: no error, no warning, and the object comes back without it. A preStop sleep that "
    "vanished looks like 502s at each rollout.",
    fix="upgrade the cluster, turn the feature gate on, or do without the field",
    sources=("kubernetes/kubernetes:pkg/features/kube_features.go",),
    check=check,
    facts=Facts(kubernetes="1.29"),
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - {name: triton, image: "tritonserver:26.07", lifecycle: {preStop: {sleep: {seconds: 10}}}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - {name: triton, image: "tritonserver:26.07", lifecycle: {preStop: {exec: {command: [sleep, "10"]}}}}
""",
)
