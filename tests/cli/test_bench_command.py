"""``python -m bench NAME…`` measures what is named, and keeps what was measured before."""

from __future__ import annotations

import json

import pytest
from bench import __main__ as bench

FIGURE = {"value": 2.0, "unit": "s", "against": "nothing"}


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """The figures on the disk after a run of these names; there is one measurement, and one old figure."""
    file = tmp_path / "build/bench.json"
    file.parent.mkdir()
    file.write_text('{"old.s": {}}\n')
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(bench, "MEASUREMENTS", {"quick": lambda folder: {"quick.s": FIGURE}})

    def run(*names: str) -> dict:
        assert bench.main(names) == 0
        return json.loads(file.read_text())

    return run


def test_what_is_named_is_measured_and_the_rest_of_the_file_stays(measured):
    assert measured("quick") == {"old.s": {}, "quick.s": FIGURE}


def test_everything_is_measured_if_nothing_is_named(measured):
    assert measured() == {"quick.s": FIGURE}


def test_an_unknown_name_is_refused_with_those_that_there_are(capsys):
    assert bench.main(["chekc"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("no measurement is called chekc (there are: ")
    assert "check" in said
