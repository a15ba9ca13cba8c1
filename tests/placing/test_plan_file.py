"""The plan as a file: what the fleet leaves to it is as if written in the fleet, and stays put when it can."""

from __future__ import annotations

import pytest

from support.cache import use_own_cache
from support.planning import PLANNED, fleet, plan, planned_pool, profile, slo
from tritonfleet import yamlio
from tritonfleet.errors import InputError
from tritonfleet.pipeline.planning import write_plan
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.store import open_store
from tritonfleet.planner.nodes import node_groups
from tritonfleet.spec.plan_file import plan_path, read_plan
from tritonfleet.spec.resolve import resolve_service

MEASURED = {"gpu": PLANNED, "profile": profile(("1g.10gb", 4, 2, 100, 40)), "slo": slo(650)}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    use_own_cache(monkeypatch, tmp_path_factory.mktemp("cache"))


def written(root, declared):
    """Plan the fleet and write the plan beside it; the path of the fleet."""
    write_plan(plan_path(root / "fleet.yaml"), plan(root, declared).plan)
    return root / "fleet.yaml"


def prepared(path):
    with open_store(path) as store:
        return prepare(load(path, store), store)


def problem(path) -> str:
    with pytest.raises(InputError) as caught:
        prepared(path)
    return str(caught.value)


def test_a_written_plan_reads_as_it_was(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": MEASURED})
    path = written(tmp_path, declared)
    assert read_plan(plan_path(path)) == plan(tmp_path, declared).plan


def test_services_and_pools_get_what_the_plan_decided(tmp_path):
    found = prepared(written(tmp_path, fleet({"a": planned_pool()}, {"x": MEASURED}))).file
    service = resolve_service(found, "x")["prod"].services["x"]
    assert (service.spec.gpu.slice, service.spec.pool, service.spec.replicas) == ("1g.10gb", "a", 7)
    assert service.models["classifier"].max_batch_size == 4
    assert service.models["classifier"].instance_groups["gpu"].count == 2
    (group,) = node_groups("a", found.fleet.clusters["main"].pools["a"])
    assert group.resources == {"nvidia.com/mig-1g.10gb": 7, "nvidia.com/gpu": 1}


def test_the_base_is_as_the_fleet_says(tmp_path):
    found = prepared(written(tmp_path, fleet({"a": planned_pool()}, {"x": MEASURED}))).file
    assert resolve_service(found, "x")["base"].services["x"].spec.replicas == 2


def test_a_plan_older_than_the_fleet_is_a_warning(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": MEASURED})
    path = written(tmp_path, declared)
    assert not [w for w in prepared(path).warnings if w.rule == "FLT031"]
    declared["services"]["x"]["slo"] = slo(600)
    path.write_text(yamlio.dump(declared))
    (warning,) = [w for w in prepared(path).warnings if w.rule == "FLT031"]
    assert "fleet.plan.yaml was made before services or pools changed" in warning.message
    assert "`tritonfleet plan --write`" in warning.fix


def test_a_changed_measurement_makes_the_plan_old(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": MEASURED | {"profile": {"file": "x.csv"}}})
    csv = tmp_path / "x.csv"
    csv.write_text("slice,batch,processes,throughput,latency\n1g.10gb,4,2,100,40\n")
    path = written(tmp_path, declared)
    csv.write_text("slice,batch,processes,throughput,latency\n1g.10gb,4,2,120,40\n")
    assert [w.rule for w in prepared(path).warnings] == ["FLT031"]


def test_a_service_that_the_plan_does_not_know_is_refused(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": MEASURED})
    path = written(tmp_path, declared)
    declared["services"]["y"] = declared["services"]["x"]
    path.write_text(yamlio.dump(declared))
    assert "the plan has no place for service y" in problem(path)


def test_a_service_no_longer_left_to_the_plan_goes_its_own_way(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": MEASURED})
    path = written(tmp_path, declared)
    declared["services"]["x"] |= {"gpu": {"slice": "1g.10gb"}, "replicas": 3}
    path.write_text(yamlio.dump(declared))
    assert resolve_service(prepared(path).file, "x")["prod"].services["x"].spec.replicas == 3


def test_a_model_that_two_services_load_keeps_its_batch(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": MEASURED, "y": MEASURED})
    found = prepared(written(tmp_path, declared)).file
    assert resolve_service(found, "x")["prod"].services["x"].models["classifier"].max_batch_size == 16


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "expected a Plan"),
        ("kind: Plan\nservices: {prod/x: {pol: a}}", "pol"),
        ("kind: [", "plan.yaml:1"),
    ],
)
def test_a_broken_plan_is_refused_where_it_is_broken(tmp_path, text, message):
    path = written(tmp_path, fleet({"a": planned_pool()}, {"x": MEASURED}))
    plan_path(path).write_text(text)
    assert message in problem(path)


def test_planning_again_moves_nothing(tmp_path):
    services = {f"s{n}": {"gpu": PLANNED, "replicas": n % 3 + 1} for n in range(6)}
    declared = fleet({"a": planned_pool(nodes=2, per_node=4)}, services)
    first = plan(tmp_path, declared)
    again = plan(tmp_path, declared, first.plan)
    assert again.plan == first.plan
    assert again.clusters[0].solution.moved == 0


def test_one_more_service_moves_nobody(tmp_path):
    services = {f"s{n}": {"gpu": PLANNED, "replicas": 2} for n in range(5)}
    pools = {"a": planned_pool(nodes=2, per_node=4)}
    first = plan(tmp_path, fleet(pools, services))
    more = plan(tmp_path, fleet(pools, services | {"late": {"gpu": {"count": 1}, "replicas": 1}}), first.plan)
    assert more.clusters[0].solution.moved == 0
