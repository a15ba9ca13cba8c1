"""What a check reads: files, folders, kustomizations, standard input."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tritonfleet.errors import InputError, Location

if TYPE_CHECKING:
    from tritonfleet.checks.finding import ObjectRef
    from tritonfleet.yamlio import Manifest


@dataclass(frozen=True)
class ChartOptions:
    """How charts are rendered."""

    values: Sequence[Path] = ()
    set: Sequence[str] = ()
    release: str = "release-name"
    namespace: str = "default"
    api_versions: Sequence[str] = ()
    kubernetes: str | None = None


@dataclass(frozen=True)
class Inputs:
    """What was read: the objects, and what a chart makes under another release name (None if there is no chart)."""

    manifests: Sequence[Manifest]
    other_release: Collection[ObjectRef] | None = None


def read_inputs(paths: Sequence[str], chart: ChartOptions | None = None) -> Inputs:
    """Read everything. Raises InputError for what cannot be read, and if there is no object at all."""
    manifests = [manifest for path in paths for manifest in _read(path)]
    if not manifests:
        raise InputError.of("no Kubernetes object found", Location(", ".join(paths)))
    return Inputs(manifests)


def _read(path: str) -> list[Manifest]:
    """Objects of a file, of a folder (built if it is a kustomization), or of standard input."""
    from tritonfleet.render import kustomize
    from tritonfleet.yamlio import Manifest, decode, load_manifests, read_text

    if path == "-":
        return load_manifests(decode(sys.stdin.buffer.read(), "<stdin>"), "<stdin>")
    place = Path(path)
    if not place.exists():
        raise InputError.of("there is no such file or folder", Location(path))
    if place.is_file():
        return load_manifests(read_text(place), path)
    if (place / "kustomization.yaml").exists():
        return [Manifest(obj, path) for obj in kustomize.build(place)]
    files = sorted(p for s in ("*.yaml", "*.yml", "*.json") for p in place.rglob(s))
    return [manifest for file in files for manifest in load_manifests(read_text(file), str(file))]
