"""A user cache of a test's own, in which the tools are still found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tritonfleet import tools

NEEDED = ("helm", "kustomize", "kubeconform")


def use_own_cache(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Point tritonfleet at ``folder`` for all it keeps between runs."""
    for name in NEEDED:
        monkeypatch.setenv(f"TRITONFLEET_{name.upper()}", str(tools.find(name)))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
