"""The live run, made once for all workers of a test run, and a Prometheus over a copy of its data for each."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from live.recording import Recording, record
from support.prometheus import Prometheus


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the run. Whichever worker comes first makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "live"
    with (shared / "live.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "recording.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            record(folder)
    return folder


@pytest.fixture(scope="session")
def recording(recorded: Path) -> Recording:
    return Recording.read(recorded / "recording.json")


@pytest.fixture(scope="session")
def prometheus(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """A Prometheus that answers from the run's data, and scrapes nothing."""
    folder = tmp_path_factory.mktemp("prometheus")
    shutil.copytree(recorded / "prometheus" / "data", folder / "data")
    with Prometheus(folder) as running:
        yield running
