"""Building a kustomization with kustomize itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tritonfleet import tools
from tritonfleet.errors import InputError, Location, Problem
from tritonfleet.render.process import run
from tritonfleet.yamlio import load_manifests


def build(path: Path) -> list[dict[str, Any]]:
    """The objects that ``kustomize build`` gives for a folder, in its order.

    Raises InputError with kustomize's own message; ToolMissing without kustomize.
    """
    output = run(tools.find("kustomize"), ["build", path])
    if output.code:
        message = " ".join(output.stderr.removeprefix("Error: ").split())
        raise InputError(Problem(f"kustomize cannot build it: {message}", Location(str(path))))
    return [manifest.data for manifest in load_manifests(output.stdout, str(path))]
