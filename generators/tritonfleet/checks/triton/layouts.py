"""A model's folder, put together from the files that ConfigMaps show of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tritonfleet.checks.triton.configs import CONFIG
from tritonfleet.checks.triton.mounts import File

if TYPE_CHECKING:
    from tritonfleet.modelconfig.rules import Layout

_MODEL_PY = "model.py"
_COMPLETES = "def auto_complete_config"


def layout_of(inside: Mapping[str, File]) -> Layout:
    """The layout of a folder, given all its files by their path in it."""
    from tritonfleet.modelconfig.rules import Layout

    folders: dict[str, set[str]] = defaultdict(set)
    for path in inside:
        folder, slash, name = path.partition("/")
        folders[folder if slash else ""].add(name if slash else folder)
    versions = sorted((name for name in folders if _is_version(name)), key=str)
    code = [file.text for path, file in inside.items() if path.endswith(f"/{_MODEL_PY}")]
    return Layout(
        versions=tuple(sorted(int(name) for name in versions)),
        files=frozenset(folders[versions[0]]) if versions else frozenset(),
        beside=frozenset(folders[""] - {CONFIG}),
        completes=any(_COMPLETES in text for text in code),
    )


def _is_version(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 19 and (name == "0" or not name.startswith("0"))
