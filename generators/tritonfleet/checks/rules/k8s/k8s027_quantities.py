"""K8S027: quantities are written as Kubernetes reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.pods import (
    containers_with,
    pods_with,
)
from tritonfleet.checks.quantities import quantity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_UNITS = {
    "kb": "Ki",
    "mb": "Mi",
    "gb": "Gi",
    "tb": "Ti",
    "ki": "Ki",
    "mi": "Mi",
    "gi": "Gi",
    "ti": "Ti",
    "kib": "Ki",
}
_UNITS |= {"mib": "Mi", "gib": "Gi", "tib": "Ti", "g": "G", "t": "T"}
_WRITTEN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*")


def check(world: World) -> Verdicts:
    for resource, path, text in world.derived(written_quantities):
        if isinstance(text, str) and quantity(text) is None:
            message = f"`{text}` is no quantity"
            yield Breach(resource, path, message, _nearest(text))
        elif (number := quantity(text)) is not None and number < 0:
            yield Breach(resource, path, f"`{text}` is negative", "use zero or more")


def written_quantities(world: World) -> list[tuple[Resource, Path, Any]]:
    """Every quantity of containers, volumes, claims and quotas: the object, the path, what is written."""
    return [*_of_containers(world), *_of_objects(world)]


def _of_containers(world: World) -> Iterator[tuple[Resource, Path, Any]]:
    for container in world.derived(containers_with).get("resources", ()):
        for field in ("requests", "limits"):
            for name, text in mapping(container.data, "resources", field).items():
                yield container.workload.resource, (*container.path, "resources", field, name), text
    for workload in world.derived(pods_with).get("volumes", ()):
        for number, volume in items(workload.spec, "volumes"):
            text = mapping(volume, "emptyDir").get("sizeLimit")
            if text is not None:
                path = (*workload.path, "spec", "volumes", number, "emptyDir", "sizeLimit")
                yield workload.resource, path, text


def _of_objects(world: World) -> Iterator[tuple[Resource, Path, Any]]:
    for claim in world.index.of_kind("PersistentVolumeClaim"):
        for name, text in mapping(claim.data, "spec", "resources", "requests").items():
            yield claim, ("spec", "resources", "requests", name), text
    for quota in world.index.of_kind("ResourceQuota"):
        for name, text in mapping(quota.data, "spec", "hard").items():
            yield quota, ("spec", "hard", name), text
    for owner in world.index.of_kind("StatefulSet"):
        for number, template in items(owner.data, "spec", "volumeClaimTemplates"):
            for name, text in mapping(template, "spec", "resources", "requests").items():
                path = ("spec", "volumeClaimTemplates", number, "spec", "resources", "requests", name)
                yield owner, path, text


def _nearest(text: str) -> str:
    match = _WRITTEN.fullmatch(text)
    unit = _UNITS.get(match[2].lower()) if match else None
    return f"did you mean `{match[1]}{unit}`?" if match and unit else ""


RULE = Rule(
    id="K8S027",
    title="A quantity has a form that Kubernetes refuses",
    severity=Severity.ERROR,
    why="The API server answers `quantities must match the regular expression`. Units are case-sensitive: Gi "
    "and G are units, GB, gb and gi are not.",
    fix="write a number and one of m, k, M, G, T, Ki, Mi, Gi, Ti, without a blank",
    sources=("kubernetes/apimachinery:pkg/api/resource/quantity.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", resources: {limits: {memory: 16GB}}}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    resources: {limits: {memory: 16Gi, cpu: 2500m}}
  volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 512M}}]
""",
)
