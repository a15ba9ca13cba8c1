"""Fixtures of the chart tests."""

from __future__ import annotations

import pytest
from chart_rendering import Helm

from tritonfleet.errors import ToolMissing
from tritonfleet.tools import find


@pytest.fixture(scope="session")
def helm(tmp_path_factory: pytest.TempPathFactory) -> Helm:
    return Helm(find("helm"), tmp_path_factory.mktemp("helm"))


@pytest.fixture(scope="session")
def helm3(tmp_path_factory: pytest.TempPathFactory) -> Helm:
    try:
        binary = find("helm3")
    except ToolMissing as missing:
        pytest.skip(str(missing))
    return Helm(binary, tmp_path_factory.mktemp("helm3"))
