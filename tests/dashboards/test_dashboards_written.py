"""The JSON beside the chart is what the Python says, byte for byte."""

from __future__ import annotations

from pathlib import Path

from tritonfleet.dashboards import FOLDER
from tritonfleet.dashboards.boards import files
from tritonfleet.paths import data_dir


def test_the_files_are_those_that_the_boards_give():
    charts = data_dir("charts")
    assert {path: text for path, text in files(charts) if path.read_text(encoding="utf-8") != text} == {}


def test_there_is_no_file_of_a_board_that_is_gone():
    charts = data_dir("charts")
    assert set((charts / FOLDER).glob("*.json")) == {path for path, _ in files(charts)}


def test_keys_are_sorted():
    import json

    for _, text in files(Path("charts")):
        assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_config_map_holds_each():
    """1 MiB at most; and the annotation of a client-side apply 256 KiB (argo-cd:docs/user-guide/sync-options.md)."""
    assert all(len(text.encode()) < 262_144 for _, text in files(Path("charts")))
