"""K8S076: a file that is mounted alone is in its ConfigMap or Secret."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, Workload, items, mapping
from tritonfleet.checks.pods import (
    containers_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_VOLUMES = (("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName"))


def check(world: World) -> Verdicts:
    for container in world.derived(containers_with).get("volumeMounts", ()):
        for number, mount in items(container.data, "volumeMounts"):
            inner = mount.get("subPath")
            if not isinstance(inner, str) or not inner:
                continue
            found = _files(world, container.workload, mount.get("name"))
            if found is not None and inner.split("/")[0] not in {file.split("/")[0] for file in found[1]}:
                held, files = found
                path = (*container.path, "volumeMounts", number, "subPath")
                message = f"{held} puts no file `{inner}` into the volume"
                yield Breach(container.workload.resource, path, message, _hint(inner, files), related=(held,))


def _files(world: World, workload: Workload, name: Any) -> tuple[Resource, list[str]] | None:
    """The object behind a volume and the files that it gives; None where that is not among the manifests."""
    for _, volume in items(workload.spec, "volumes"):
        if volume.get("name") != name:
            continue
        for field, kind, key in _VOLUMES:
            source = mapping(volume, field)
            held = (
                world.index.get(kind, workload.resource.namespace, str(source.get(key))) if source else None
            )
            if held is not None:
                chosen = [str(item.get("path")) for _, item in items(source, "items")]
                return held, chosen or [str(k) for part in _PARTS for k in mapping(held.data, part)]
    return None


_PARTS = ("data", "binaryData", "stringData")


def _hint(inner: str, files: list[str]) -> str:
    from tritonfleet.suggest import suggest

    return suggest(inner, files)


RULE = Rule(
    id="K8S076",
    title="A single file that is mounted does not exist",
    severity=Severity.ERROR,
    why="The kubelet makes an empty directory of that name and mounts it over the file: the program reports `is "
    "a directory`, or the container is not even created: `not a directory: are you trying to mount a "
    "directory onto a file`.",
    fix="use the key of the ConfigMap or Secret as `subPath`",
    sources=(
        "kubernetes/website:content/en/docs/concepts/storage/volumes.md",
        "kubernetes/kubernetes:pkg/kubelet/kubelet_pods.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert, namespace: prod}
data: {config.pbtxt: ""}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    volumeMounts: [{name: model, mountPath: /models/bert/config.pbtxt, subPath: config.pbtx}]
  volumes: [{name: model, configMap: {name: bert}}]
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert, namespace: prod}
data: {config.pbtxt: ""}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    volumeMounts: [{name: model, mountPath: /models/bert/config.pbtxt, subPath: bert/config.pbtxt}]
  volumes: [{name: model, configMap: {name: bert, items: [{key: config.pbtxt, path: bert/config.pbtxt}]}}]
""",
)
