"""``tritonfleet init`` and ``tritonfleet import``: a fleet to start from."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from tritonfleet import yamlio
from tritonfleet.errors import InputError, Location
from tritonfleet.words import count


def write_first_fleet(path: Path) -> None:
    """Write the commented first fleet. Raises InputError when something is there already."""
    _refuse_existing(path)
    shutil.copyfile(Path(__file__).parent / "first_fleet.yaml", path)
    sys.stdout.write(f"wrote {path}: edit it, then run `tritonfleet generate {path}`\n")


def import_repository(repository: Path, output: Path | None) -> None:
    """Turn a model repository into a fleet, on stdout or in a file; what was passed over goes to stderr."""
    from tritonfleet.modelconfig.importer import import_repository as read

    if output:
        _refuse_existing(output)
    imported = read(repository)
    fleet = _complete(imported.fleet, (output or Path("fleet.yaml")).resolve().parent)
    text = f"# Imported from a model repository by tritonfleet.\n{yamlio.dump(fleet)}"
    for note in imported.notes:
        sys.stderr.write(f"note: {note}\n")
    if output is None:
        sys.stdout.write(text)
        return
    output.write_text(text, encoding="utf-8")
    models = count(len(fleet["models"]), "model")
    sys.stdout.write(
        f"wrote {output} with {models}: say where they lie, then `tritonfleet generate {output}`\n"
    )


def _complete(fleet: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The imported fleet with a cluster and an environment, to be edited, and paths relative to its folder."""
    models = {
        name: model | {"files": os.path.relpath(Path(model["files"]).resolve(), folder)}
        for name, model in fleet["models"].items()
    }
    gpus = max(map(_gpus, models.values()), default=0)
    pool: dict[str, Any] = {"nodes": 1}
    if gpus:
        pool["gpu"] = {"product": "NVIDIA-L40S", "perNode": gpus}
    services = {name: s | ({"gpu": {"count": gpus}} if gpus else {}) for name, s in fleet["services"].items()}
    return {
        **fleet,
        "models": models,
        "services": services,
        "clusters": {"main": {"kubernetes": "1.36", "pools": {"default": pool}}},
        "environments": {"dev": {"cluster": "main", "namespace": "triton-dev"}},
    }


def _gpus(model: dict[str, Any]) -> int:
    """How many GPUs a model's instance groups name."""
    groups = [group for group in model.get("instanceGroups", {}).values() if group.get("kind") == "GPU"]
    return max((max(group.get("gpus", [0])) + 1 for group in groups), default=0)


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise InputError.of("this file exists already", Location(str(path)), "name another, or remove it")
    if not path.parent.is_dir():
        raise InputError.of("there is no such folder", Location(str(path.parent)))
