"""A real Triton 24.10 for the tests of this folder, with everything on that it can write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from metrics.small_models import write_repository
from support.tritonserver import Server

FLAGS = (
    "--metrics-config=counter_latencies=true",
    "--metrics-config=summary_latencies=true",
    "--metrics-config=histogram_latencies=true",
    "--cache-config=local,size=1048576",
    "--metrics-interval-ms=100",
)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("metrics")
    with Server(write_repository(folder / "repository"), folder / "log", *FLAGS) as running:
        assert all(running.verdicts().values())
        yield running
