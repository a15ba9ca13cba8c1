"""The dashboards as shipped, and a Prometheus that has an hour of samples of everything they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from dashboard_backfill import END, prometheus
from dashboard_parts import SHIPPED
from dashboard_samples import families

from tritonfleet.dashboards import Shipped
from tritonfleet.dashboards.preview import Range


@pytest.fixture(params=SHIPPED, ids=lambda each: each.name, scope="session")
def board(request: pytest.FixtureRequest) -> Shipped:
    found: Shipped = request.param
    return found


@pytest.fixture
def data(board: Shipped) -> Mapping[str, Any]:
    return board.data


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with prometheus(families(), tmp_path_factory.mktemp("prometheus")) as found:
        yield found


@pytest.fixture(scope="session")
def hour() -> Range:
    """The samples' time, without the first minutes, in which no rate has two of them."""
    return Range(END - 3300, END)
