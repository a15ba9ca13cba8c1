"""A folder with a small fleet, and a cache of the test's own."""

from __future__ import annotations

import pytest

from support.cache import use_own_cache
from support.fleets import small
from tritonfleet import yamlio


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    use_own_cache(monkeypatch, tmp_path_factory.mktemp("cache"))
    monkeypatch.setenv("CI", "true")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "fleet.yaml").write_text(yamlio.dump(small()))
    return tmp_path
