"""``tritonfleet simulate``: what it prints, draws and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.cli import Ran, tritonfleet

STATED = ("simulate", "--service-time", "5ms+2ms", "--max-batch", "8", "--slo", "80ms", "--peak", "300")
SHORT = (*STATED, "--duration", "5m")
FLEET = str(Path(__file__).parents[2] / "fleet.yaml")
TRACES = sorted((Path(__file__).parents[2] / "examples" / "traces").glob("*.csv"))


def run(*arguments: str) -> Ran:
    return tritonfleet(*arguments, cwd=Path(__file__).parent)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--policy", "gpuu"), "unknown policy `gpuu` (did you mean `gpu`?)"),
        (("--policy", "gpu:fast"), "unknown policy `gpu:fast`"),
        (("--policy", "cpu"), "policy cpu scales on CPU"),
        (("--shape", "zigzag"), "unknown shape `zigzag`"),
        (("--slo", "6ms"), "a request alone takes 7 ms, and the objective is 6 ms"),
        (("--slo", "80"), "--slo: expected a duration with a unit"),
        (("--service-time", "fast"), "expected a service time, got `fast`"),
        (("--blackout", "5m-4m"), "--blackout 5m-4m lasts no time"),
        (("--min", "9", "--max", "2"), "--min 9 is above --max 2"),
        (("--peak", "nan"), "--peak nan: expected at most 1e+08 requests a second"),
        (("--peak", "1e7"), "expected 5e+08 at most"),
        (("--output", "picture.gif"), "picture.gif: cannot tell what to draw"),
        (("--trace", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(arguments, said):
    result = run(*SHORT, *arguments)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert said in result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--service", "visoin"), "unknown service `visoin` (did you mean `vision`?)"),
        (("--service", "vision", "--env", "qa"), "unknown environment `qa`"),
        (("--service", "vision"), "which env is not said"),
        (("--service", "nlp", "--env", "prod"), "service nlp: it has no profile"),
    ],
)
def test_a_fleet_is_asked_for_what_it_has(arguments, said):
    result = run("simulate", FLEET, *arguments)
    assert result.code == 2
    assert said in result.err


def test_a_service_of_the_fleet_is_simulated_by_its_profile():
    result = run(
        "simulate", FLEET, "--service", "vision", "--env", "prod", "--peak", "300", "--duration", "5m",
        "--policy", "static", "--format", "json",
    )  # fmt: skip
    found = json.loads(result.out)
    assert found["instances"] * len(found["batchSeconds"]) / found["batchSeconds"][-1] == pytest.approx(
        found["requestsPerSecondPerPod"]
    )


def test_policies_are_compared_side_by_side():
    result = run(*SHORT, "--policy", "concurrency", "--policy", "static", "--format", "json")
    assert [policy["policy"] for policy in json.loads(result.out)["policies"]] == ["concurrency", "static"]


def test_the_same_seed_prints_the_same():
    first, second = (run(*SHORT, "--seed", "4", "--format", "json").out for _ in range(2))
    assert first == second


def test_the_table_names_what_each_policy_acts_on():
    assert "concurrency 5.6 a pod" in run(*SHORT, "--policy", "concurrency").out


@pytest.mark.parametrize(
    ("name", "begins"), [("s.svg", b"<?xml"), ("s.png", b"\x89PNG"), ("s.html", b"<!DOCTYPE html>")]
)
def test_a_picture_is_written_as_its_name_says(tmp_path, name, begins):
    result = run(*SHORT, "--output", str(tmp_path / name))
    assert result.code == 0, result.err
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("trace", TRACES, ids=lambda path: path.stem)
def test_the_example_traces_can_be_replayed(trace):
    result = run(*SHORT, "--trace", str(trace), "--policy", "requests")
    assert result.code == 0, result.err


def test_bounds_of_a_service_of_a_fleet_are_stated_there():
    result = run("simulate", FLEET, "--service", "vision", "--env", "prod", "--min", "5")
    assert result.code == 2
    assert "--min is for a service without a fleet (state it in the fleet" in result.err
