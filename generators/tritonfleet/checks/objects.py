"""Kubernetes objects and the pods they make, with lenient access to their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tritonfleet.checks.finding import ObjectRef
from tritonfleet.checks.labels import labels_of
from tritonfleet.errors import Location

if TYPE_CHECKING:
    from tritonfleet.yamlio import Manifest

Path = tuple[str | int, ...]


class Resource:
    """One object: its data, identity and place."""

    __slots__ = ("_manifest", "data", "group", "kind", "name", "namespace")

    def __init__(self, manifest: Manifest) -> None:
        ref = manifest.ref
        self._manifest = manifest
        self.data = manifest.data
        self.kind, self.name, self.namespace = ref.kind, ref.name, ref.namespace
        self.group = ref.api_version.rpartition("/")[0]

    @property
    def ref(self) -> ObjectRef:
        """The object's identity."""
        return self._manifest.ref

    @property
    def api_version(self) -> str:
        """Group and version, as written."""
        return str(self.data["apiVersion"])

    @property
    def labels(self) -> dict[str, str]:
        """The object's own labels."""
        return labels_of(mapping(self.data, "metadata").get("labels"))

    def location(self, path: Sequence[str | int]) -> Location:
        """Where a field of the object stands in its file."""
        return self._manifest.location(path)

    def __str__(self) -> str:
        return str(self.ref)


def mapping(data: Any, *path: str | int) -> Mapping[str, Any]:
    """The mapping at ``path``, or an empty one: wrong types are the business of the schema rule."""
    found = value(data, *path)
    return found if isinstance(found, dict) else {}


def items(data: Any, *path: str | int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The mappings of the list at ``path``, with their indices."""
    found = value(data, *path)
    for number, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield number, item


def value(data: Any, *path: str | int) -> Any:
    """The value at ``path``; None when there is none."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


@dataclass(frozen=True, slots=True)
class Workload:
    """Something that makes pods: its object, and the pod template inside it (the whole object for a Pod)."""

    resource: Resource
    path: Path
    template: Mapping[str, Any]

    @property
    def spec(self) -> Mapping[str, Any]:
        """The pod's spec."""
        return mapping(self.template, "spec")

    @property
    def labels(self) -> dict[str, str]:
        """The pod's labels."""
        return labels_of(mapping(self.template, "metadata").get("labels"))

    def containers(self) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """Every container, also init and ephemeral ones, with its path in the object."""
        for field in ("initContainers", "containers", "ephemeralContainers"):
            for number, container in items(self.spec, field):
                yield (*self.path, "spec", field, number), container

    def ports(self) -> Iterator[Mapping[str, Any]]:
        """The ports that containers declare, those of restartable init containers (sidecars) too."""
        for _, container in self.containers():
            for _, port in items(container, "ports"):
                yield port


TEMPLATE_PATHS: dict[tuple[str, str], Path] = {
    ("", "Pod"): (),
    ("", "ReplicationController"): ("spec", "template"),
    ("apps", "Deployment"): ("spec", "template"),
    ("apps", "StatefulSet"): ("spec", "template"),
    ("apps", "DaemonSet"): ("spec", "template"),
    ("apps", "ReplicaSet"): ("spec", "template"),
    ("batch", "Job"): ("spec", "template"),
    ("batch", "CronJob"): ("spec", "jobTemplate", "spec", "template"),
    ("argoproj.io", "Rollout"): ("spec", "template"),
}
"""Where each kind that makes pods keeps its pod template."""
