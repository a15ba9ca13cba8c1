"""Fixtures of the chart tests."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest
from chart_rendering import Helm


def find(name: str, variable: str) -> Path | None:
    """A pinned tool: from the environment, or where the project keeps its tools."""
    if path := os.environ.get(variable):
        return Path(path)
    try:
        return Path(importlib.import_module("tritonfleet.tools").find(name))
    except Exception:
        return None


@pytest.fixture(scope="session")
def helm(tmp_path_factory: pytest.TempPathFactory) -> Helm:
    binary = find("helm", "TRITONFLEET_HELM")
    assert binary is not None, "no helm: run `make tools`, or set TRITONFLEET_HELM"
    return Helm(binary, tmp_path_factory.mktemp("helm"))


@pytest.fixture(scope="session")
def helm3(tmp_path_factory: pytest.TempPathFactory) -> Helm:
    binary = find("helm3", "TRITONFLEET_HELM3")
    if binary is None:
        pytest.skip("no helm 3: set TRITONFLEET_HELM3 to compare the versions")
    return Helm(binary, tmp_path_factory.mktemp("helm3"))
