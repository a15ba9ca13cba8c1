"""docs/metrics.md: everything in the catalogue is on it, and its notes are the ones meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tritonfleet.docs.metrics import metrics_reference
from tritonfleet.metrics import exporters, target_labels

PAGE = metrics_reference()
SECTIONS = dict(re.findall(r"^## (\S+)$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("exporter", exporters().values(), ids=lambda each: each.name)
def test_every_metric_is_in_the_section_of_its_exporter(exporter):
    section = SECTIONS[exporter.name]
    assert [name for name in exporter.metrics if f"`{name}`" not in section] == []


@pytest.mark.parametrize("exporter", exporters().values(), ids=lambda each: each.name)
def test_every_number_of_a_row_has_its_note(exporter):
    section = SECTIONS[exporter.name]
    used = {
        number
        for numbers in re.findall(r"\[(\d+(?:, \d+)*)\] \|$", section, re.MULTILINE)
        for number in numbers.split(", ")
    }
    assert used == set(re.findall(r"^(\d+)\. ", section, re.MULTILINE))


def test_a_row_has_the_note_that_its_metric_excludes():
    section = SECTIONS["triton"]
    row = next(line for line in section.splitlines() if line.startswith("| `nv_inference_request_failure`"))
    notes = dict(re.findall(r"^(\d+)\. (.*)$", section, re.MULTILINE))
    numbers = re.findall(r"\[([\d, ]+)\] \|$", row)[0].split(", ")
    assert any("queue is full" in notes[number] for number in numbers)


def test_the_labels_of_monitors_are_on_it():
    names = [*target_labels("ServiceMonitor"), *target_labels("PodMonitor")]
    assert [name for name in names if f"| `{name}` |" not in PAGE] == []


def test_every_row_of_a_table_has_as_many_cells_as_its_head():
    rows = [line for line in PAGE.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {8, 5}


def test_the_page_in_the_repository_is_this_one():
    page = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
    assert page.read_text(encoding="utf-8") == PAGE
