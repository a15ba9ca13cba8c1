"""Every panel of every dashboard has data from a real Prometheus that watches a real Triton under load."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from live.recording import Recording
from tritonfleet.dashboards import shipped
from tritonfleet.dashboards.preview import Range
from tritonfleet.dashboards.preview.answers import ask
from tritonfleet.dashboards.preview.panels import panels
from tritonfleet.dashboards.preview.variables import resolve

pytestmark = [pytest.mark.triton, pytest.mark.prometheus]

PANELS = [(board, panel) for board in shipped() for panel in panels(board.data) if panel.targets]


@pytest.fixture(scope="session")
def values(prometheus, recording) -> Any:
    """The values of a dashboard's variables, as the preview finds them."""

    @cache
    def of(name: str) -> dict[str, str]:
        (board,) = (each for each in shipped() if each.name == name)
        found = resolve(board.data, {}, prometheus.client, whole(recording))
        return {variable.name: variable.pattern for variable in found}

    return of


@pytest.mark.parametrize(
    ("board", "panel"), PANELS, ids=[f"{board.name}-{panel.title}" for board, panel in PANELS]
)
def test_a_panel_has_data(board, panel, values, prometheus, recording):
    answers = ask(panel, values(board.name), prometheus.client, whole(recording))
    assert [answer.problem for answer in answers if answer.problem] == []
    assert panel.nothing or any(answer.tracks for answer in answers), [
        answer.expression for answer in answers
    ]


def test_the_preview_finds_data_for_all(prometheus, recording, tmp_path):
    until = datetime.fromtimestamp(recording.busy, UTC).isoformat()
    options = {
        "prometheus": prometheus.address,
        "until": until,
        "last": f"{whole(recording).seconds * 1000:.0f}ms",
        "scrape-interval": "1s",
        "output": tmp_path / "page.html",
    }
    command = [sys.executable, "-m", "tritonfleet", "dashboards", "preview", "--require-data"]
    command += [f"--{name}={value}" for name, value in options.items()]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def whole(recording: Recording) -> Range:
    """From before the load to when it is about to end."""
    return Range(recording.idle, recording.busy, 1.0)
