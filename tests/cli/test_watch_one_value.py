"""One value, many artefacts: where an objective changes, all that follows from it does, and nothing else."""

from __future__ import annotations

import re

import pytest

from support.cli import tritonfleet
from support.fleets import small
from tritonfleet import yamlio

FOLLOWS = {
    "values/prod/vision.yaml": ("withinMilliseconds", "target"),
    "models/vision/classifier/config.pbtxt": ("buckets",),
    "kustomize/components/vision-prometheusrule/prometheusrule.yaml": ("le=~", "vector(", "longer than"),
    "kustomize/components/vision-scaledobject/scaledobject.yaml": ("threshold",),
}
"""Files that follow from a latency, and what changes in them. There is one environment, so they are components."""


def written(folder, within):
    """Every generated file of a fleet whose service answers within so long."""
    fleet = small(
        services__vision__slo={"latency": {"objective": "99%", "within": within}, "availability": "99.9%"},
        services__vision__scaling={"on": "queue-time", "max": 3},
        clusters__main__prometheus={"namespace": "monitoring", "address": "http://prometheus:9090"},
        clusters__main__keda={},
    )
    (folder / "fleet.yaml").write_text(yamlio.dump(fleet))
    assert tritonfleet("generate", cwd=folder).code == 0
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "fleet.yaml")
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory):
    folder = tmp_path_factory.mktemp("one-value")
    return written(folder, "73ms"), written(folder, "121ms")


def changed(before, after):
    """The lines of each file that are no longer as they were."""
    return {
        name: [line for line in text.splitlines() if line not in set(before[name].splitlines())]
        for name, text in after.items()
        if text != before[name]
    }


def test_the_same_files_are_there(before_and_after):
    before, after = before_and_after
    assert before.keys() == after.keys()


def test_exactly_what_follows_from_it_changes(before_and_after):
    assert changed(*before_and_after).keys() == FOLLOWS.keys()


@pytest.mark.parametrize(("file", "parts"), FOLLOWS.items(), ids=FOLLOWS)
def test_every_part_of_a_file_follows(before_and_after, file, parts):
    lines = changed(*before_and_after)[file]
    assert all(any(part in line for part in parts) for line in lines)
    assert all(any(part in line for line in lines) for part in parts)


def test_nothing_keeps_the_old_value(before_and_after):
    _, after = before_and_after
    assert [name for name, text in after.items() if re.search(r"(?<![\w.])73(?![\w.])", text)] == []
