"""Manifests in a folder: those that stand there as they are, or those that Kustomize builds from it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tritonfleet.errors import InputError, Location
from tritonfleet.render.input_files import NO_MANIFESTS, Stream, add_files, may_be_manifest
from tritonfleet.yamlio import Manifest, Positions, load_kubernetes, read_text

if TYPE_CHECKING:
    from tritonfleet.render.inputs import Inputs

KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
CHART = "Chart.yaml"

_SUFFIXES = (".yaml", ".yml", ".json")
_NEVER = frozenset({"node_modules", "vendor", "__pycache__"})
_PATCHES = (
    "patches",
    "patchesStrategicMerge",
    "patchesJson6902",
    "configurations",
    "replacements",
    "transformers",
    "crds",
)
_KUSTOMIZE = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}


def is_chart(place: Path) -> bool:
    """Whether this is a Helm chart: its folder, or its package."""
    return (place / CHART).is_file() or (place.is_file() and place.name.endswith((".tgz", ".tar.gz")))


def read_folder(folder: Path, inputs: Inputs) -> Iterator[Path]:
    """Add the objects of a folder that is no chart, and yield the charts that lie directly in it.

    A kustomization is built, and its file is an object too. Otherwise all manifests below are read; what is
    a part of something else, such as a patch or a template, is passed over.
    """
    own = _kustomization(folder)
    if own is None:
        yield from (child for child in sorted(folder.iterdir()) if (child / CHART).is_file())
        _read_files(folder, inputs)
        return
    from tritonfleet.render.input_kustomize import built

    inputs.add(built(folder))
    inputs.manifests.extend(_as_objects(own))


def _read_files(folder: Path, inputs: Inputs) -> None:
    partial: set[str] = set()
    streams: list[Stream] = []
    for here, files in _walk(folder, inputs):
        own = _kustomization(here)
        if own is not None:
            inputs.add(_as_objects(own))
            partial |= {os.path.normpath(here / name) for name in _parts(own)}
        for name in files:
            if name.endswith(_SUFFIXES) and not name.startswith(".") and name not in KUSTOMIZATIONS:
                file = here / name
                if not file.is_file():
                    inputs.pass_over(str(file), "no regular files")
                    continue
                text = read_text(file)
                if may_be_manifest(text):
                    streams.append((text, str(file)))
                else:
                    inputs.pass_over(str(file), NO_MANIFESTS)
    whole = []
    for stream in streams:
        if os.path.normpath(stream[1]) in partial:
            inputs.pass_over(stream[1], "patches")
        else:
            whole.append(stream)
    add_files(whole, inputs)


def _walk(folder: Path, inputs: Inputs) -> Iterator[tuple[Path, list[str]]]:
    """The folders to read, each with its files; not those of charts, hidden ones, or other people's packages."""
    for place, subfolders, files in os.walk(folder, onerror=_refuse):
        here = Path(place)
        if here != folder and CHART in files:
            if here.parent != folder:
                inputs.pass_over(place, "charts, which are checked by their own names")
            subfolders.clear()
            continue
        subfolders[:] = sorted(name for name in subfolders if not name.startswith(".") and name not in _NEVER)
        yield here, sorted(files)


def _refuse(error: OSError) -> None:
    """A folder that cannot be listed may be full of objects: it must not look as if there were none."""
    raise InputError.of(
        f"cannot be read: {(error.strerror or str(error)).lower()}", Location(str(error.filename))
    )


def _kustomization(folder: Path) -> Path | None:
    found = (folder / name for name in KUSTOMIZATIONS)
    return next((file for file in found if file.is_file()), None)


def _as_objects(kustomization: Path) -> list[Manifest]:
    """The file as an object, with the apiVersion and kind that Kustomize takes for granted."""
    text = read_text(kustomization)
    data = load_kubernetes(text, str(kustomization))
    if not isinstance(data, dict):
        return []
    return [
        Manifest({**_KUSTOMIZE, **data}, str(kustomization), _positions=Positions(text, str(kustomization)))
    ]


def _parts(kustomization: Path) -> Iterator[str]:
    """Files that a kustomization reads as something other than objects."""
    for manifest in _as_objects(kustomization):
        for field in _PATCHES:
            entries = manifest.data.get(field)
            for entry in entries if isinstance(entries, list) else ():
                if path := _path(entry):
                    yield path
        if path := _path(manifest.data.get("openapi")):
            yield path


def _path(entry: Any) -> str:
    """The file that an entry names; an inline patch has line breaks or is no text, an external schema no path."""
    named = entry.get("path") if isinstance(entry, dict) else entry
    return named if isinstance(named, str) and "\n" not in named else ""
