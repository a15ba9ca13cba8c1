"""``tritonfleet init`` and ``tritonfleet import``: a fleet to start from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tritonfleet import yamlio
from tritonfleet.errors import InputError, Location


def write_first_fleet(path: Path) -> None:
    """Write the commented first fleet. Raises InputError when something is there already."""
    _refuse_existing(path)
    path.write_text((Path(__file__).parent / "first_fleet.yaml").read_text())
    sys.stdout.write(f"wrote {path}: edit it, then run `tritonfleet generate {path}`\n")


def import_repository(repository: Path, output: Path | None) -> None:
    """Turn a model repository into a fleet, on stdout or in a file; what was passed over goes to stderr."""
    from tritonfleet.modelconfig.importer import import_repository as read

    if output:
        _refuse_existing(output)
    imported = read(repository)
    text = f"# Imported from a model repository by tritonfleet.\n{yamlio.dump(_complete(imported.fleet))}"
    for note in imported.notes:
        sys.stderr.write(f"note: {note}\n")
    if output is None:
        sys.stdout.write(text)
        return
    output.write_text(text)
    models = len(imported.fleet["models"])
    sys.stdout.write(f"wrote {output} with {models} models: state where they lie, then `tritonfleet generate`\n")


def _complete(fleet: dict[str, Any]) -> dict[str, Any]:
    """The imported fleet with a place for the models, a cluster and an environment, all to be edited."""
    cluster = {"kubernetes": "1.36", "pools": {"default": {"nodes": 1}}}
    return {
        **fleet,
        "clusters": {"main": cluster},
        "environments": {"dev": {"cluster": "main", "namespace": "triton-dev"}},
    }


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise InputError.of("this file exists already", Location(str(path)), "name another, or remove it")
    if not path.parent.is_dir():
        raise InputError.of("there is no such folder", Location(str(path.parent)))
