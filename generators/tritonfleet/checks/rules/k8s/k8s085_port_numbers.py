"""K8S085: ports are between 1 and 65535."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items
from tritonfleet.checks.pods import containers_with
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_LARGEST = 65535


def check(world: World) -> Verdicts:
    for container in world.derived(containers_with).get("ports", ()):
        path = (*container.path, "ports")
        for number, port in items(container.data, "ports"):
            yield from _verdicts(
                container.workload.resource, (*path, number), port, ("containerPort", "hostPort")
            )
    for service in world.index.of_kind("Service"):
        if not service.group:
            for number, port in items(service.data, "spec", "ports"):
                yield from _verdicts(service, ("spec", "ports", number), port, ("port", "targetPort"))


def _verdicts(resource: Resource, path: Path, port: Mapping[str, Any], fields: Sequence[str]) -> Verdicts:
    for field in fields:
        given = port.get(field)
        unset = given == 0 and field in ("hostPort", "targetPort")  # Go's zero, which means: not given
        if type(given) is int and not unset and not 1 <= given <= _LARGEST:
            yield Breach(resource, (*path, field), f"`{field}` is {given}, expected 1 to {_LARGEST}")


RULE = Rule(
    id="K8S085",
    title="A port is out of range",
    severity=Severity.ERROR,
    why="The API server refuses the object with `must be between 1 and 65535, inclusive`, and nothing of the "
    "release after it is applied. The published schema has no bounds, so editors and validators let it pass.",
    fix="take a port between 1 and 65535",
    sources=(
        "kubernetes/kubernetes:pkg/apis/core/validation/validation.go",
        "kubernetes/kubernetes:staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: http, containerPort: 80000}]}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: http, containerPort: 8000}]}]}
""",
)
