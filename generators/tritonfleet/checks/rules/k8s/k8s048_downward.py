"""K8S048: the fields of a pod that are passed into it exist."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.pods import (
    containers_with,
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_IN_ENV = frozenset({
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
    "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
})  # fmt: skip
_IN_VOLUME = frozenset({
    "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid",
})  # fmt: skip
_KEYED = re.compile(r"metadata\.(labels|annotations)\['[^']+'\]")
_RESOURCE = re.compile(r"(?:limits|requests)\.(?:cpu|memory|ephemeral-storage|hugepages-[A-Za-z0-9]+)")


def check(world: World) -> Verdicts:
    for container in world.derived(containers_with).get("env", ()):
        for number, variable in items(container.data, "env"):
            source = variable.get("valueFrom")
            if isinstance(source, dict):
                path = (*container.path, "env", number, "valueFrom")
                yield from _verdicts(container.workload.resource, path, source, _IN_ENV)
    for workload in world.derived(pods_with).get("volumes", ()):
        for number, volume in items(workload.spec, "volumes"):
            for index, item in items(volume, "downwardAPI", "items"):
                path = (*workload.path, "spec", "volumes", number, "downwardAPI", "items", index)
                yield from _verdicts(workload.resource, path, item, _IN_VOLUME)


def _verdicts(resource: Resource, path: Path, source: Mapping[str, Any], known: frozenset[str]) -> Verdicts:
    field = mapping(source, "fieldRef").get("fieldPath")
    if isinstance(field, str) and field not in known and not _KEYED.fullmatch(field):
        yield Breach(
            resource,
            (*path, "fieldRef", "fieldPath"),
            f"a pod has no `{field}` to pass here",
            _hint(field, known),
        )
    amount = mapping(source, "resourceFieldRef").get("resource")
    if isinstance(amount, str) and not _RESOURCE.fullmatch(amount):
        message = f"`{amount}` cannot be passed: only limits and requests of cpu, memory, ephemeral-storage, hugepages"
        fix = "write the number into `value`" if "/" in amount else ""
        yield Breach(resource, (*path, "resourceFieldRef", "resource"), message, fix)


def _hint(field: str, known: frozenset[str]) -> str:
    from tritonfleet.suggest import suggest

    return suggest(field, known)


RULE = Rule(
    id="K8S048",
    title="A field that is passed into the pod does not exist",
    severity=Severity.ERROR,
    why="The API server refuses the object with `field label not supported` or `unsupported container "
    "resource`. Extended resources such as nvidia.com/gpu cannot be passed, and some fields only into "
    "volumes.",
    fix="pass metadata.name, metadata.namespace, spec.nodeName, status.podIP or another field that the API "
    "knows",
    sources=(
        "kubernetes/kubernetes:pkg/apis/core/pods/helpers.go",
        "kubernetes/kubernetes:pkg/apis/core/validation/validation.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    env: [{name: GPUS, valueFrom: {resourceFieldRef: {resource: limits.nvidia.com/gpu}}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    env:
    - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
    - {name: MODEL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['model']"}}}
    - {name: CPUS, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
""",
)
