"""helm lint speaks through findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tritonfleet.checks.finding import Severity
from tritonfleet.errors import InputError
from tritonfleet.render.lint import lint


def test_advice_is_information(sample: Path) -> None:
    (finding,) = lint(sample)
    assert (finding.rule, finding.severity, finding.message) == (
        "GIT001",
        Severity.INFO,
        "icon is recommended",
    )
    assert str(finding.location) == str(sample / "Chart.yaml")


def test_values_that_the_chart_refuses_are_errors_that_name_the_file(sample: Path, tmp_path: Path) -> None:
    values = tmp_path / "typo.yaml"
    values.write_text("replica: 1\n")
    errors = [finding for finding in lint(sample, [values]) if finding.severity is Severity.ERROR]
    assert errors
    assert all("'replica' not allowed" in e.message and str(values) in e.message for e in errors)


def test_advice_is_given_once_for_many_values_files(sample: Path, tmp_path: Path) -> None:
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in files:
        file.write_text("replicas: 2\n")
    assert len(lint(sample, files)) == 1


def test_a_folder_without_a_chart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no Helm chart"):
        lint(tmp_path)
