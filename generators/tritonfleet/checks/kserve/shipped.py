"""What KServe ships and accepts, from catalog/kserve.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tritonfleet.paths import catalog_file


@cache
def shipped() -> Mapping[str, Any]:
    """The catalogue, read once."""
    from tritonfleet import yamlio

    path = catalog_file("kserve.yaml")
    read: Mapping[str, Any] = yamlio.load(yamlio.read_text(path), str(path))
    return read


def current_mode(mode: str) -> str:
    """A deployment mode by the name that KServe uses now: ``RawDeployment`` is Standard."""
    legacy: Mapping[str, str] = shipped()["modes"]["legacy"]
    return legacy.get(mode, mode)
