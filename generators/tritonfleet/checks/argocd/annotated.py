"""The annotations by which Argo CD, Helm and others are told how to treat an object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tritonfleet.checks.objects import Path, Resource
from tritonfleet.checks.world import World

PREFIXES = ("argocd.argoproj.io/", "helm.sh/")

Annotated = Mapping[str, Sequence[tuple[Resource, Path, str]]]


def annotated(world: World) -> Annotated:
    """Every annotation of Argo CD and Helm: its key → the objects that have it, the path there, the text."""
    found: dict[str, list[tuple[Resource, Path, str]]] = defaultdict(list)
    for resource in world.index.resources:
        metadata = resource.data.get("metadata")
        annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
        if not isinstance(annotations, dict):
            continue
        for key, text in annotations.items():
            if isinstance(key, str) and key.startswith(PREFIXES):
                given = text if isinstance(text, str) else str(text)
                found[key].append((resource, ("metadata", "annotations", key), given))
    return found
