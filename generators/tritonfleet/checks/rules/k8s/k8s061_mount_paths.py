"""K8S061: mounts have paths that the API server takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.pods import (
    containers_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for container in world.derived(containers_with).get("volumeMounts", ()):
        for number, mount in items(container.data, "volumeMounts"):
            for field, fault in _faults(mount):
                path = (*container.path, "volumeMounts", number, field)
                yield Breach(container.workload.resource, path, fault)


def _faults(mount: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    target = mount.get("mountPath")
    if not target:
        yield "mountPath", f"mount `{mount.get('name')}` has no path"
    elif isinstance(target, str) and ":" in target:
        yield "mountPath", f"`{target}` holds a colon"
    if mount.get("subPath") and mount.get("subPathExpr"):
        yield "subPathExpr", "`subPath` and `subPathExpr` exclude each other"
    for field in ("subPath", "subPathExpr"):
        inner = mount.get(field)
        if isinstance(inner, str) and (inner.startswith("/") or ".." in inner.split("/")):
            yield field, f"`{inner}` must be a path inside the volume: relative, and with no `..` in it"


RULE = Rule(
    id="K8S061",
    title="A mount's path is refused",
    severity=Severity.ERROR,
    why="The API server refuses the object: `must be a relative path`, `must not contain ':'` or `Required "
    "value`.",
    fix="write an absolute mountPath, and a subPath that is relative to the volume",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    volumeMounts: [{name: models, mountPath: /models, subPath: /bert}]
  volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    volumeMounts: [{name: models, mountPath: /models, subPath: nlp/bert}]
  volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
""",
)
