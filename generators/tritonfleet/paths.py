"""Where things lie: data shipped with the package, and the user's cache."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

DataKind = Literal["charts", "schemas", "tools"]

_PACKAGE = Path(__file__).resolve().parent
_SOURCE_TREE = _PACKAGE.parent.parent


def data_dir(kind: DataKind) -> Path:
    """The folder of the charts, the vendored schemas or the tools' Go modules.

    In a source tree it is the folder at the top; in an installed wheel the copy inside the package.
    """
    in_tree = _SOURCE_TREE / kind
    return in_tree if (_SOURCE_TREE / "pyproject.toml").is_file() else _PACKAGE / "_data" / kind


def catalog_file(name: str) -> Path:
    """A file of facts shipped with the package (catalog/)."""
    return _PACKAGE / "catalog" / name


def cache_dir() -> Path:
    """tritonfleet's folder in the user's cache (XDG base directories); it need not exist yet."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(base) if os.path.isabs(base) else Path.home() / ".cache"
    return root / "tritonfleet"
