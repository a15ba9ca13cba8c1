"""Where InferenceServices get their models: storageUri, storageUris and storage.

Source: kserve/kserve:pkg/controller/v1beta1/inferenceservice/utils/utils.go (ValidateStorageURI).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.kserve.services import GROUP, Component, InferenceService, inference_services
from tritonfleet.checks.kserve.shipped import shipped
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.world import World

_SCHEME = re.compile(r"\w+?://")


@dataclass(frozen=True, slots=True)
class Source:
    """A URI that a component's model comes from, and where it is mounted (empty: KServe's own place)."""

    service: InferenceService
    component: Component
    path: Path
    uri: str
    mount: Any = ""

    @property
    def claim(self) -> str:
        """The PersistentVolumeClaim of a ``pvc://`` URI; empty for others."""
        return self.uri.removeprefix("pvc://").split("/")[0] if self.uri.startswith("pvc://") else ""


def sources(world: World) -> list[Source]:
    """Every URI of every InferenceService."""
    return world.derived(_sources)


def _sources(world: World) -> list[Source]:
    return [
        Source(service, component, *found)
        for service in inference_services(world)
        for component in service.components
        for found in _uris(service, component)
    ]


def _uris(service: InferenceService, component: Component) -> Iterator[tuple[Path, str, Any]]:
    if component.name == "predictor" and service.model is not None:
        uri = service.model.spec.get("storageUri")
        if isinstance(uri, str):
            yield (*service.model.path, "storageUri"), uri, ""
    for number, item in items(component.spec, "storageUris"):
        if isinstance(item.get("uri"), str):
            yield (*component.path, "storageUris", number, "uri"), item["uri"], item.get("mountPath", "")


def supported(world: World, uri: str) -> bool:
    """Whether some storage initializer downloads from such a URI: the default's, or one among the manifests."""
    if not _SCHEME.search(uri) or uri.startswith(tuple(shipped()["storage"]["prefixes"])):
        return True
    containers = world.index.of_kind("ClusterStorageContainer")
    formats = (
        f for c in containers for _, f in items(c.data, "spec", "supportedUriFormats") if c.group == GROUP
    )
    return any(_fits(f, uri) for f in formats)


def _fits(form: Mapping[str, Any], uri: str) -> bool:
    prefix, regex = form.get("prefix"), form.get("regex")
    if isinstance(prefix, str) and prefix and uri.startswith(prefix):
        return True
    # An expression in Go's syntax is taken to match: its dialect is not Python's.
    return isinstance(regex, str) and bool(regex)


def config(world: World) -> Mapping[str, Any]:
    """The data of KServe's ConfigMap, when it is among the manifests."""
    for found in world.index.of_kind("ConfigMap"):
        if found.name == "inferenceservice-config":
            return mapping(found.data, "data")
    return {}
