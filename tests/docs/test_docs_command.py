"""``python -m tritonfleet.docs`` keeps the generated pages current, and removes those of rules that are gone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tritonfleet.checks.registry import modules
from tritonfleet.docs import __main__ as command
from tritonfleet.docs.__main__ import main

BUILDERS = {
    name: cache(getattr(command, name)) for name in ("fleet_reference", "gpu_reference", "rule_pages")
}
"""What builds the pages, each once for all tests."""


@pytest.fixture
def pages(tmp_path, monkeypatch) -> Path:
    """docs/rules of a folder in which everything has been written."""
    for name, build in BUILDERS.items():
        monkeypatch.setattr(command, name, build)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    assert main(["write"]) == 0
    return tmp_path / "docs" / "rules"


def test_every_rule_of_ours_has_a_page_that_the_index_links_to(pages):
    index = (pages.parent / "rules.md").read_text()
    assert {path.stem for path in pages.iterdir()} == set(modules())
    assert all(f"(rules/{rule_id}.md)" in index for rule_id in modules())


def test_what_was_written_is_current(pages):
    assert main(["check"]) == 0


def test_an_edited_page_is_out_of_date(pages, capsys):
    (pages / "NET001.md").write_text("# NET001\n")
    assert main(["check"]) == 1
    assert "out of date: docs/rules/NET001.md" in capsys.readouterr().out


def test_the_page_of_a_rule_that_is_gone_is_reported_and_removed(pages, capsys):
    left = pages / "NET999.md"
    left.write_text("# NET999\n")
    assert main(["check"]) == 1
    assert "left over: docs/rules/NET999.md" in capsys.readouterr().out
    assert main(["write"]) == 0
    assert not left.exists()


def test_a_page_of_yours_beside_the_folder_is_left_alone(pages):
    own = pages.parent / "runbook.md"
    own.write_text("# Ours\n")
    assert main(["write"]) == 0
    assert own.read_text() == "# Ours\n"
