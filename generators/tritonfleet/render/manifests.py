"""The objects in what Helm printed."""

from __future__ import annotations

from typing import Any

from tritonfleet.render.chart import Release
from tritonfleet.yamlio import load_manifests

Object = dict[str, Any]


def objects(text: str, release: Release) -> list[Object]:
    """The objects of a stream of YAML in a fixed order, for Helm's own follows kinds and file names."""
    manifests = load_manifests(text, f"release {release.name}")
    return sorted((manifest.data for manifest in manifests), key=_order)


def is_hook(obj: Object) -> bool:
    """Whether Helm runs the object at a point of a release's life instead of keeping it installed."""
    annotations = (obj.get("metadata") or {}).get("annotations") or {}
    return "helm.sh/hook" in annotations


def _order(obj: Object) -> tuple[bool, str, str, str, str]:
    metadata = obj.get("metadata") or {}
    namespace, name = str(metadata.get("namespace", "")), str(metadata.get("name", ""))
    return is_hook(obj), obj["kind"], obj["apiVersion"], namespace, name
