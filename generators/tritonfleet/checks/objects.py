"""Kubernetes objects and the pods they make, with lenient access to their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tritonfleet.checks.finding import ObjectRef
from tritonfleet.checks.labels import labels_of
from tritonfleet.errors import Location, Mend

if TYPE_CHECKING:
    from tritonfleet.checks.rule import Inside
    from tritonfleet.yamlio import Manifest

Path = tuple[str | int, ...]
_NOTHING: dict[str, Any] = {}


class Resource:
    """One object: its data, identity and place."""

    __slots__ = ("_labels", "_manifest", "api_version", "data", "group", "kind", "name", "namespace", "ref")

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._labels: dict[str, str] | None = None
        self.data = manifest.data
        self.ref: ObjectRef = manifest.ref
        self.api_version, self.kind = self.ref.api_version, self.ref.kind
        self.name = self.ref.name
        self.namespace = "" if self.kind in CLUSTER_WIDE else self.ref.namespace
        self.group = self.api_version.rpartition("/")[0]

    @property
    def labels(self) -> dict[str, str]:
        """The object's own labels."""
        if self._labels is None:
            self._labels = labels_of(mapping(self.data, "metadata").get("labels"))
        return self._labels

    def location(self, path: Sequence[str | int], inside: Inside | None = None) -> Location:
        """Where a field of the object stands in its file, or a place in the text that the field holds."""
        if inside is None:
            return self._manifest.location(path)
        return self._manifest.location_inside(path, inside.line, inside.column)

    def in_file(self, mend: Mend) -> Mend | None:
        """An edit of the object as one of its file; None where the object stands in no file of its own."""
        return self._manifest.in_file(mend)

    @property
    def template(self) -> str:
        """The chart's template that it is from, as Helm says in a comment; empty for what no chart made."""
        return self._manifest.origin

    def __str__(self) -> str:
        return str(self.ref)


def mapping(data: Any, *path: str | int) -> Mapping[str, Any]:
    """The mapping at ``path``, or an empty one: wrong types are the business of the schema rule."""
    # Rules ask these three a million times a run: plain types and no calls make them twice as fast.
    for part in path:
        if type(data) is dict:
            data = data.get(part)
        elif type(data) is list and type(part) is int and part < len(data):
            data = data[part]
        else:
            return _NOTHING
    return data if type(data) is dict else _NOTHING


def items(data: Any, *path: str | int) -> Sequence[tuple[int, Mapping[str, Any]]]:
    """The mappings of the list at ``path``, with their indices."""
    for part in path:
        if type(data) is dict:
            data = data.get(part)
        elif type(data) is list and type(part) is int and part < len(data):
            data = data[part]
        else:
            return ()
    if type(data) is not list:
        return ()
    return [pair for pair in enumerate(data) if type(pair[1]) is dict]


def value(data: Any, *path: str | int) -> Any:
    """The value at ``path``; None when there is none."""
    for part in path:
        if type(data) is dict:
            data = data.get(part)
        elif type(data) is list and type(part) is int and part < len(data):
            data = data[part]
        else:
            return None
    return data


class Workload:
    """Something that makes pods: its object, and the pod template inside it (the whole object for a Pod).

    ``path`` leads to the template. Nearly every rule reads its parts, so they are looked up once:
    ``containers`` are all of them, also init and ephemeral ones, each with its path in the object; ``ports``
    are what containers declare, those of restartable init containers (sidecars) too.
    """

    __slots__ = ("containers", "labels", "path", "ports", "resource", "spec", "template")

    def __init__(self, resource: Resource, path: Path, template: Mapping[str, Any]) -> None:
        self.resource, self.path, self.template = resource, path, template
        self.spec = mapping(template, "spec")
        self.labels = labels_of(mapping(template, "metadata").get("labels"))
        self.containers: Sequence[tuple[Path, Mapping[str, Any]]] = [
            ((*path, "spec", field, number), container)
            for field in ("initContainers", "containers", "ephemeralContainers")
            for number, container in items(self.spec, field)
        ]
        self.ports = [port for _, container in self.containers for _, port in items(container, "ports")]


CLUSTER_WIDE = frozenset(
    {
        "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "IngressClass", "Namespace", "Node",
        "PersistentVolume", "PriorityClass", "RuntimeClass", "StorageClass",
    }
)  # fmt: skip
"""Kinds whose objects are in no namespace: the API server drops one that they name."""

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
