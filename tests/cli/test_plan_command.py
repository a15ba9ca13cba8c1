"""``tritonfleet plan`` and ``report``: who sits where, for people and for machines, and what has no place."""

from __future__ import annotations

import functools
import json
import subprocess

import pytest

from support.cli import tritonfleet
from support.planning import PLANNED, fleet, planned_pool, pool, profile, slo
from tritonfleet import yamlio

MEASURED = {"gpu": PLANNED, "profile": profile(("1g.10gb", 4, 2, 100, 40)), "slo": slo(650)}


@pytest.fixture
def run(tmp_path):
    return functools.partial(tritonfleet, cwd=tmp_path)


@pytest.fixture
def write(tmp_path):
    """Writes a fleet; its path."""

    def wrote(pools, services):
        path = tmp_path / "fleet.yaml"
        path.write_text(yamlio.dump(fleet(pools, services)))
        return path

    return wrote


def test_the_plan_says_how_gpus_are_cut_and_what_was_proved(run, write):
    result = run("plan", write({"a": planned_pool()}, {"x": MEASURED}))
    assert result.code == 0
    assert "1g.10gb × 7 (1)" in result.out
    assert "main: 1 GPU in use: proved the least" in result.out


def test_the_map_draws_every_gpu_and_who_sits_on_it(run, write):
    result = run("plan", write({"a": planned_pool()}, {"x": MEASURED}), "--map")
    assert "GPU 0" in result.out
    assert "GPU 1" in result.out
    assert result.out.count("1g.10gb") >= 7


def test_machines_get_every_gpu_its_layout_and_its_pods(run, write):
    result = run("plan", write({"a": planned_pool()}, {"x": MEASURED}), "--json")
    (cluster,) = json.loads(result.out)["clusters"]
    assert (cluster["gpusUsed"], cluster["bound"], cluster["gap"]) == (1, 1.0, 0.0)
    first = cluster["gpus"][0]
    assert (first["layout"], first["pods"]) == ({"1g.10gb": 7}, {"prod/x": 7})
    (node,) = cluster["nodes"]
    assert node["labels"]["nvidia.com/mig.config"] == "a"
    assert node["resources"] == {"nvidia.com/mig-1g.10gb": 7, "nvidia.com/gpu": 1}
    (service,) = cluster["services"]
    assert (service["unit"], service["batch"], service["processes"]) == ("slice 1g.10gb", 4, 2)


def test_a_written_plan_is_what_generate_follows(run, write):
    path = write({"a": planned_pool()}, {"x": MEASURED})
    assert run("generate", path).code == 2
    assert run("plan", path, "--write").code == 0
    assert run("generate", path).code == 0
    values = yamlio.load((path.parent / "values/prod/x.yaml").read_text(), "x.yaml")
    assert values["gpu"]["resource"] == "nvidia.com/mig-1g.10gb"
    assert values["replicas"] == 7


def test_what_has_no_place_is_an_exit_code_and_a_line_with_the_way_out(run, write):
    path = write({"a": pool()}, {"x": {"gpu": {"count": 1}, "replicas": 3}})
    result = run("plan", path, "--write")
    assert result.code == 1
    assert "no place for prod/x: no room for 1 × whole GPUs in a" in result.err
    assert "no fewer will do" in result.err
    assert not (path.parent / "fleet.plan.yaml").exists()


def test_an_earlier_plan_that_is_not_there_is_refused(run, write):
    result = run("plan", write({"a": pool()}, {"x": {"gpu": {"count": 1}}}), "--from", "nothing.yaml")
    assert result.code == 2
    assert "there is no such plan" in result.err


def test_the_report_is_one_file_with_every_slice(run, write, tmp_path):
    path = write({"a": planned_pool()}, {"x": MEASURED})
    result = run("report", path, "-o", tmp_path / "report.html")
    assert result.code == 0
    page = (tmp_path / "report.html").read_text()
    assert page.count("1g.10gb, ") >= 7
    assert "proved the least" in page


def test_a_report_that_cannot_be_written_is_one_line(run, write, tmp_path):
    result = run(
        "report", write({"a": pool()}, {"x": {"gpu": {"count": 1}}}), "-o", tmp_path / "no/report.html"
    )
    assert result.code == 2
    assert "cannot write the report" in result.err
    assert "Traceback" not in result.err


def test_a_fleet_without_gpus_plans_too(run, write):
    path = write({"cpu": {"nodes": 1}}, {"x": {"gpu": None}})
    fleet_ = yamlio.load(path.read_text(), "fleet.yaml")
    fleet_["models"]["classifier"].pop("instanceGroups")
    path.write_text(yamlio.dump(fleet_))
    assert run("plan", path).code == 0


@pytest.mark.parametrize("text", ["- a\n", "a\n"])
def test_a_file_that_is_no_plan_is_to_be_removed_for_planning_reads_it_too(run, write, text):
    path = write({"a": planned_pool()}, {"x": MEASURED})
    path.with_name("fleet.plan.yaml").write_text(text)
    result = run("plan", path, "--write")
    assert result.code == 2
    assert "remove it, and run `tritonfleet plan --write`" in result.err


def test_a_diff_takes_the_plan_of_its_revision(run, write):
    path = write({"a": planned_pool()}, {"x": MEASURED})
    git = ["git", "-C", path.parent, "-c", "user.name=t", "-c", "user.email=t@example.com"]
    assert run("plan", path, "--write").code == 0
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    assert "no object differs from HEAD" in run("diff", path).out
    write({"a": planned_pool()}, {"x": MEASURED | {"slo": slo(300)}})
    assert run("plan", path, "--write").code == 0
    assert "replicas" in run("diff", path).out
