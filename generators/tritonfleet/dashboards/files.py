"""The dashboards as files beside charts/triton-platform: which there are, and what each says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tritonfleet.errors import InputError
from tritonfleet.paths import data_dir

FOLDER = Path("triton-platform") / "files" / "dashboards"
"""Where they lie, below the folder of the charts."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A dashboard as Grafana is given it."""

    name: str
    path: Path
    data: Mapping[str, Any]

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.data["title"])


def shipped() -> list[Shipped]:
    """Every dashboard, by name. Raises OSError when the files cannot be read."""
    folder = data_dir("charts") / FOLDER
    return [
        Shipped(path.stem, path, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.json"))
    ]


def dashboard(name: str) -> Shipped:
    """The dashboard of this name. Raises InputError when there is none."""
    from tritonfleet.suggest import suggest

    every = {each.name: each for each in shipped()}
    if name not in every:
        raise InputError.of(f"there is no dashboard `{name}`", fix=suggest(name, every))
    return every[name]
