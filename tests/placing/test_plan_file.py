"""The plan as a file: what the fleet leaves to it is as if written in the fleet, and stays put when it can."""

from __future__ import annotations

import pytest

from support.cache import use_own_cache
from support.planning import PLANNED, fleet, plan, planned_pool, pool, profile, slo
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


def test_a_planned_service_on_whole_gpus_gets_its_gpu(tmp_path):
    found = prepared(written(tmp_path, fleet({"a": pool()}, {"x": {"gpu": PLANNED, "replicas": 2}})))
    (usage,) = found.pools.values()
    assert (usage.resource, usage.used) == ("nvidia.com/gpu", 2)


@pytest.mark.parametrize("asked", [{"slice": "1g.10gb"}, {"share": 4}])
def test_the_plan_replaces_what_the_service_asks_for_elsewhere(tmp_path, asked):
    declared = fleet({"a": planned_pool()}, {"x": {"gpu": asked}}, memory="70Gi")
    declared["environments"]["prod"]["overrides"] = {"services": {"x": {"gpu": PLANNED}}}
    found = prepared(written(tmp_path, declared)).file
    gpu = resolve_service(found, "x")["prod"].services["x"].spec.gpu
    assert (gpu.slice, gpu.share) in [("7g.80gb", None), (None, None)]


def test_what_is_asked_for_beside_planned_is_no_choice_of_the_plan(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": MEASURED})
    path = written(tmp_path, declared)
    declared["services"]["y"] = declared["services"]["x"] | {"gpu": {"slice": "1g.10gb", "planned": True}}
    path.write_text(yamlio.dump(declared))
    assert "the plan has no place for service y" in problem(path)


def test_a_service_without_pods_cannot_be_left_to_the_plan(tmp_path):
    path = written(tmp_path, fleet({"a": planned_pool()}, {"x": {"gpu": PLANNED, "replicas": 0}}))
    assert "it has 0 replicas: write what one pod would get" in problem(path)


def test_every_node_of_a_large_pool_is_cut_as_planned(tmp_path):
    services = {name: {"gpu": {"slice": "7g.80gb"}, "replicas": 51} for name in "xy"}
    pools = {"a": planned_pool(nodes=102, per_node=1)}
    (usage,) = prepared(written(tmp_path, fleet(pools, services))).pools.values()
    assert (usage.resource, usage.capacity) == ("nvidia.com/mig-7g.80gb", 102)


def test_excluding_a_service_makes_the_plan_old(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": MEASURED})
    path = written(tmp_path, declared)
    declared["environments"]["prod"]["exclude"] = ["x"]
    path.write_text(yamlio.dump(declared))
    assert [w.rule for w in prepared(path).warnings] == ["FLT031"]


ODD = [
    (("environments", "prod", "overrides"), None),
    (("environments", "prod", "overrides"), []),
    (("environments", "prod", "overrides"), {"services": None}),
    (("environments", "prod", "overrides"), {"services": {"x": {"gpu": "whole"}}}),
    (("environments", "prod", "overrides"), {"models": {"classifier": "x"}}),
    (("environments", "prod"), None),
    (("services", "x", "models"), 5),
    (("models", "classifier", "dynamicBatching"), {"preferredBatchSizes": ["a"]}),
    (("clusters", "main", "pools", "a"), None),
    (("clusters", "main", "pools", "a", "nodes"), 10**9),
]


@pytest.mark.parametrize(("where", "odd"), ODD)
def test_a_mistake_in_the_fleet_is_told_as_well_beside_a_plan(tmp_path, where, odd):
    declared = fleet({"a": planned_pool()}, {"x": MEASURED})
    path = written(tmp_path, declared)
    parent = declared
    for key in where[:-1]:
        parent = parent[key]
    parent[where[-1]] = odd
    path.write_text(yamlio.dump(declared))
    assert f"{path}:" in problem(path)


def test_the_order_of_services_is_no_change_of_the_fleet(tmp_path):
    services = {"x": MEASURED, "y": {"gpu": PLANNED, "replicas": 2}}
    path = written(tmp_path, fleet({"a": planned_pool()}, services))
    path.write_text(yamlio.dump(fleet({"a": planned_pool()}, dict(reversed(services.items())))))
    assert not [found for found in prepared(path).warnings if found.rule == "FLT031"]


@pytest.mark.parametrize(
    ("service", "message"),
    [
        ({"profile": profile(("1g.10gb", 4, 2, 100, 40))}, "does not use its profile"),
        ({"slo": slo(100)}, "does not use its load"),
    ],
)
def test_a_profile_without_a_load_or_a_load_without_a_profile_is_a_warning(tmp_path, service, message):
    found = prepared(written(tmp_path, fleet({"a": planned_pool()}, {"x": service | {"gpu": PLANNED}})))
    assert [message in warning.message for warning in found.warnings] == [True]


@pytest.mark.parametrize(("known", "batch", "instances"), [({}, 16, 1), ({"batch": 8, "processes": 3}, 8, 3)])
def test_what_perf_analyzer_does_not_say_stays_as_the_model_is_declared(tmp_path, known, batch, instances):
    csv = "Concurrency,Inferences/Second,p99 latency\n4,100,40000\n"
    (tmp_path / "x.csv").write_text(csv)
    service = MEASURED | {"profile": {"file": "x.csv", "slice": "1g.10gb"} | known}
    found = prepared(written(tmp_path, fleet({"a": planned_pool()}, {"x": service}))).file
    model = resolve_service(found, "x")["prod"].services["x"].models["classifier"]
    assert (model.max_batch_size, model.instance_groups["gpu"].count) == (batch, instances)
