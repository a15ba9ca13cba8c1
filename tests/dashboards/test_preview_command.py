"""``tritonfleet dashboards``: what it writes, its exit codes, and what it says of bad input."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tritonfleet.dashboards import shipped

UNTIL = "2026-01-01T02:00:00Z"


def run(*arguments, path=None):
    command = [sys.executable, "-m", "tritonfleet", "dashboards", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=path)


def test_the_list_names_every_dashboard():
    done = run("list")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == [each.name for each in shipped()]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--prometheus", "localhost:9090"), "`localhost:9090` is no address of a Prometheus"),
        (("--prometheus", "ftp://localhost"), "is no address"),
        (("--prometheus", "http://127.0.0.1:1"), "cannot ask Prometheus at http://127.0.0.1:1: "),
        (
            ("--prometheus", "http://me:secret@127.0.0.1"),
            "`http://…@127.0.0.1` is no address of a Prometheus",
        ),
        (("triton-flet",), "there is no dashboard `triton-flet` (did you mean `triton-fleet`?)"),
        (("--last", "soon"), "--last soon: expected a duration"),
        (("--last", "0s"), "--last 0s: expected a duration"),
        (("--until", "yesterday"), "--until yesterday: expected a date and time"),
        (("--var", "job"), "--var job: expected <variable>=<value>"),
    ],
)
def test_bad_input_is_one_line(tmp_path, arguments, said):
    done = run("preview", *arguments, "-o", tmp_path / "page.html")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


@pytest.mark.prometheus
def test_a_page_has_every_dashboard(address, tmp_path):
    page = tmp_path / "build" / "page.html"
    done = run("preview", "--prometheus", address, "--until", UNTIL, "--last", "55m", "-o", page)
    assert done.returncode == 0, done.stderr
    text = page.read_text()
    assert all(each.title in text for each in shipped())


@pytest.mark.prometheus
def test_a_folder_gets_a_picture_of_each_panel(address, tmp_path):
    done = run("preview", "triton-gpu", "--prometheus", address, "--until", UNTIL, "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    pictures = sorted((tmp_path / "triton-gpu").iterdir())
    assert len(pictures) == sum(panel["type"] != "row" for panel in _data("triton-gpu")["panels"])
    assert all(each.read_bytes().startswith(b"\x89PNG") for each in pictures)


@pytest.mark.prometheus
@pytest.mark.parametrize(("until", "code"), [(UNTIL, 0), ("2025-01-01", 1)])
def test_data_can_be_required(address, tmp_path, until, code):
    arguments = ("--prometheus", address, "--until", until, "--last", "30m", "--require-data")
    assert run("preview", "triton-gpu", *arguments, "-o", tmp_path / "p.html").returncode == code


def _data(name):
    return next(each.data for each in shipped() if each.name == name)
