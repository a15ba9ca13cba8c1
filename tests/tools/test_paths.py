"""Data lies at the top of a source tree, caches where the user says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tritonfleet.paths import cache_dir, catalog_file, data_dir


@pytest.mark.parametrize("kind", ["charts", "schemas", "tools"])
def test_data_of_a_source_tree_lies_at_its_top(kind: str) -> None:
    assert data_dir(kind).parent == Path(__file__).resolve().parents[2]


def test_the_catalog_is_part_of_the_package() -> None:
    assert catalog_file("tools.yaml").is_file()


def test_the_cache_follows_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_dir() == tmp_path / "tritonfleet"


@pytest.mark.parametrize("value", ["", "relative/path"])
def test_a_relative_cache_is_ignored_as_the_standard_asks(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    monkeypatch.setenv("HOME", "/home/somebody")
    assert cache_dir() == Path("/home/somebody/.cache/tritonfleet")
