"""A kustomization as a check reads it: built, each object with the file that it came from."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from tritonfleet.errors import InputError
from tritonfleet.render import kustomize
from tritonfleet.yamlio import Manifest, dump, load_kubernetes

ORIGIN = "config.kubernetes.io/origin"
"""The annotation by which Kustomize says where an object is from. Source: kustomize:api/resource/origin.go."""


def built(folder: Path) -> list[Manifest]:
    """The objects of a kustomization, each in the file that holds its base, without lines.

    Raises InputError with Kustomize's own message.
    """
    # Only the outermost kustomization can ask for origins, and the folder is not ours to write in.
    with tempfile.TemporaryDirectory(prefix="tritonfleet-") as place:
        here = Path(place).resolve()
        asking = {
            "resources": [os.path.relpath(folder.resolve(), here)],
            "buildMetadata": ["originAnnotations"],
        }
        (here / "kustomization.yaml").write_text(dump(asking), encoding="utf-8")
        try:
            objects = kustomize.build(here)
        except InputError:
            return [Manifest(obj, str(folder)) for obj in kustomize.build(folder)]
        return [Manifest(obj, _file(_origin(obj), here, folder)) for obj in objects]


def _origin(obj: dict[str, Any]) -> Any:
    """What the annotation says, which is taken off the object."""
    metadata = obj["metadata"]
    text = metadata["annotations"].pop(ORIGIN, "")
    if not metadata["annotations"]:
        del metadata["annotations"]
    return load_kubernetes(text, ORIGIN)


def _file(origin: Any, here: Path, folder: Path) -> str:
    """The file, spelt as the folder is: relative where that is."""
    path = (origin.get("path") or origin.get("configuredIn")) if isinstance(origin, dict) else None
    if not isinstance(path, str) or origin.get("repo"):
        return str(folder)
    file = os.path.normpath(here / path)
    return file if folder.is_absolute() else os.path.relpath(file)
