"""The files written from the types are the committed ones, and drift is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from chart_rendering import CHARTS

from tritonfleet.charts.__main__ import main
from tritonfleet.charts.artefacts import CHARTS as CHART_TYPES
from tritonfleet.charts.artefacts import stale, write


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CHARTS, tmp_path / "charts"))


def test_committed_files_are_up_to_date() -> None:
    assert stale(CHARTS) == []


def test_writing_again_changes_nothing(copy: Path) -> None:
    write(copy)
    assert write(copy) == []


@pytest.mark.parametrize(
    "file",
    [
        "triton/values.yaml",
        "triton/values.schema.json",
        "triton/README.md",
        "triton-platform/templates/_common.tpl",
    ],
)
def test_drift_is_named(copy: Path, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = copy / file
    path.write_text(path.read_text().replace("The", "Thee").replace("What", "Whatt"))
    assert main(["check", str(copy)]) == 1
    assert f"out of date: {path}\n" in capsys.readouterr().out


def test_drift_is_mended(copy: Path) -> None:
    (copy / "triton" / "values.yaml").unlink()
    assert main(["write", str(copy)]) == 0
    assert stale(copy) == []


def test_a_readme_without_markers_is_one_clear_line(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = copy / "triton" / "README.md"
    readme.write_text("# triton\n")
    assert main(["check", str(copy)]) == 2
    assert capsys.readouterr().err == (
        f"{readme}: expected the markers <!-- values: start (generated) --> and <!-- values: end -->\n"
    )


def test_a_missing_folder_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("chart", CHART_TYPES, ids=lambda chart: chart.name)
def test_values_yaml_holds_exactly_the_defaults(chart: object) -> None:
    text = (CHARTS / chart.name / "values.yaml").read_text()
    assert chart.values.model_validate(yaml.safe_load(text)) == chart.values()
