"""Which service goes on which GPU: what is asked for, what is left to the plan, and what has no place."""

from __future__ import annotations

import pytest

from support.planning import PLANNED, fleet, plan, planned_pool, pool, profile, slo
from tritonfleet.errors import InputError
from tritonfleet.planner.placing.explain import bound, unmet, why


def main(planned):
    (placed,) = planned.clusters
    return placed


def on_gpus(placed, service):
    """How many pods of a service sit on each GPU that has some."""
    counts = [sum(name == service for name, _ in gpu.pods) for gpu in placed.gpus]
    return [count for count in counts if count]


def test_what_is_asked_for_is_placed_on_as_few_gpus_as_will_do(tmp_path):
    shared = pool(per_node=4, timeSlicing={"replicas": 4})
    placed = main(plan(tmp_path, fleet({"a": shared}, {"x": {"gpu": {"share": 4}, "replicas": 6}})))
    assert sorted(on_gpus(placed, "prod/x")) == [2, 4]
    assert bound(placed) == "2 GPUs in use: proved the least"


def test_a_pod_of_several_gpus_has_them_on_one_node(tmp_path):
    services = {"x": {"gpu": {"count": 2}, "replicas": 2}, "y": {"gpu": {"count": 1}, "replicas": 2}}
    placed = main(plan(tmp_path, fleet({"a": pool(nodes=2, per_node=3)}, services)))
    nodes = [gpu.node for gpu in placed.gpus for name, _ in gpu.pods if name == "prod/x"]
    assert sorted(nodes) == ["n0", "n0", "n1", "n1"]
    assert placed.pods("prod/x") == 2


def test_a_service_left_to_the_plan_gets_the_smallest_slice_that_holds_its_models(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": {"gpu": PLANNED, "replicas": 5}}, memory="15Gi")
    placed = main(plan(tmp_path, declared))
    assert placed.solution.used == 2
    assert placed.choice("prod/x").unit in ("slice 1g.20gb", "slice 2g.20gb")
    assert "holds the 15360 MiB that its models need" in why(placed, "prod/x")


def test_slice_batch_and_instances_follow_from_measurements_latency_and_load(tmp_path):
    measured = profile(
        ("1g.10gb", 8, 1, 100, 40),
        ("1g.10gb", 32, 2, 190, 90),
        ("2g.20gb", 16, 2, 220, 45),
        ("7g.80gb", 64, 4, 690, 30),
    )
    declared = fleet({"a": planned_pool()}, {"x": {"gpu": PLANNED, "profile": measured, "slo": slo(700)}})
    planned = plan(tmp_path, declared)
    decided = planned.plan.services["prod/x"]
    assert (decided.gpu.slice, decided.replicas, decided.batch) == ("1g.10gb", 7, 8)
    assert main(planned).solution.used == 1
    assert "7 pods give 700/s for 700/s" in why(main(planned), "prod/x")


def test_headroom_is_more_load(tmp_path):
    measured = profile(("1g.10gb", 8, 1, 100, 40))
    service = {"gpu": PLANNED, "profile": measured, "slo": slo(500), "headroom": "20%"}
    planned = plan(tmp_path, fleet({"a": planned_pool()}, {"x": service}))
    assert planned.plan.services["prod/x"].replicas == 6


def test_replicas_are_the_least_however_much_one_pod_serves(tmp_path):
    service = {"gpu": PLANNED, "profile": profile(("1g.10gb", 8, 1, 100, 40)), "slo": slo(50), "replicas": 3}
    assert plan(tmp_path, fleet({"a": planned_pool()}, {"x": service})).plan.services["prod/x"].replicas == 3


def test_room_for_a_surge_that_is_asked_for_is_kept(tmp_path):
    service = {
        "gpu": PLANNED,
        "profile": profile(("1g.10gb", 8, 1, 100, 40)),
        "slo": slo(700),
        "rollout": {"maxSurge": 1},
    }
    planned = plan(tmp_path, fleet({"a": planned_pool()}, {"x": service}))
    assert planned.plan.services["prod/x"].replicas == 7
    assert main(planned).pods("prod/x") == 8
    assert main(planned).solution.used == 2


def test_all_pods_of_a_service_are_alike_for_a_deployment_has_one_template(tmp_path):
    measured = profile(("1g.10gb", 8, 1, 100, 40), ("3g.40gb", 8, 1, 330, 40), ("4g.40gb", 8, 1, 430, 40))
    service = {"gpu": PLANNED, "profile": measured, "slo": slo(760)}
    placed = main(plan(tmp_path, fleet({"a": planned_pool(per_node=3)}, {"x": service})))
    assert len({choice for gpu in placed.gpus for _, choice in gpu.pods}) == 1


def test_under_single_every_gpu_of_a_node_is_cut_alike(tmp_path):
    services = {
        "x": {"gpu": {"slice": "1g.10gb"}, "replicas": 3},
        "y": {"gpu": {"slice": "3g.40gb"}, "replicas": 1},
    }
    placed = main(plan(tmp_path, fleet({"a": planned_pool(nodes=2, strategy="single")}, services)))
    layouts = {
        node: {tuple(g.layout.items()) for g in placed.gpus if g.node == node} for node in ("n0", "n1")
    }
    assert sorted(layouts.values(), key=str) == [{(("1g.10gb", 7),)}, {(("3g.40gb", 2),)}]


def test_the_cheaper_pool_is_taken(tmp_path):
    pools = {"dear": planned_pool(), "cheap": planned_pool(names="m")}
    pools["dear"]["price"], pools["cheap"]["price"] = {"perGpuHour": 4.0}, {"perGpuHour": 1.5}
    planned = plan(tmp_path, fleet(pools, {"x": {"gpu": PLANNED, "replicas": 2}}))
    assert planned.plan.services["prod/x"].pool == "cheap"


def test_measurements_of_one_product_do_not_speak_for_another(tmp_path):
    pools = {"a": planned_pool(), "h": planned_pool(names="m")}
    pools["h"]["gpu"]["product"] = "NVIDIA-H100-80GB-HBM3"
    measured = profile(("1g.10gb", 8, 1, 100, 40)) | {"product": "NVIDIA-H100-80GB-HBM3"}
    planned = plan(tmp_path, fleet(pools, {"x": {"gpu": PLANNED, "profile": measured, "slo": slo(100)}}))
    assert planned.plan.services["prod/x"].pool == "h"


def test_what_has_no_place_is_named_with_the_smallest_change(tmp_path):
    services = {"x": {"gpu": {"slice": "3g.40gb"}, "replicas": 6}}
    (found,) = unmet(main(plan(tmp_path, fleet({"a": planned_pool()}, services))))
    assert (found.service, found.pods) == ("prod/x", 2)
    assert "no room for 2 × slice 3g.40gb in a" in found.because
    assert (
        found.change == "with 1 more node of 2 GPUs in pool a (1 used) everything would fit; no fewer will do"
    )


def test_a_latency_that_nothing_meets_is_told_from_a_lack_of_gpus(tmp_path):
    service = {"gpu": PLANNED, "profile": profile(("1g.10gb", 8, 1, 100, 90)), "slo": slo(100)}
    (found,) = unmet(main(plan(tmp_path, fleet({"a": planned_pool()}, {"x": service}))))
    assert "no measurement is on a slice that these pools have" in found.because
    assert "stays below 50 ms" in found.because


def test_a_request_that_nothing_offers_is_told_so(tmp_path):
    service = {"gpu": {"count": 1}, "replicas": 1}
    (found,) = unmet(main(plan(tmp_path, fleet({"a": planned_pool(strategy="single")}, {"x": service}))))
    assert "no pool offers count" in found.because


def test_pods_that_share_by_time_slicing_are_planned_to_fit_the_device_together(tmp_path):
    service = {"gpu": PLANNED, "replicas": 2, "pool": "a"}
    shared = fleet({"a": pool(timeSlicing={"replicas": 4})}, {"x": service}, memory="15Gi")
    assert plan(tmp_path, shared).plan.services["prod/x"].gpu.share == 4
    heavier = fleet({"a": pool(timeSlicing={"replicas": 4})}, {"x": service}, memory="30Gi")
    assert "prod/x" not in plan(tmp_path, heavier).plan.services


def test_a_share_is_planned_only_for_who_names_the_pool(tmp_path):
    pools = {"shared": pool(timeSlicing={"replicas": 4}), "whole": pool(names="m")}
    planned = plan(tmp_path, fleet(pools, {"x": {"gpu": PLANNED, "replicas": 2}}))
    assert planned.plan.services["prod/x"].pool == "whole"


def test_a_measured_slice_holds_what_the_models_need(tmp_path):
    measured = profile(("1g.10gb", 8, 1, 100, 40), ("3g.40gb", 8, 1, 150, 40))
    service = {"gpu": PLANNED, "profile": measured, "slo": slo(100)}
    planned = plan(tmp_path, fleet({"a": planned_pool()}, {"x": service}, memory="20Gi"))
    assert planned.plan.services["prod/x"].gpu.slice == "3g.40gb"


def test_a_profile_may_call_its_product_by_its_short_name(tmp_path):
    measured = profile(("1g.10gb", 8, 1, 100, 40)) | {"product": "A100-80GB"}
    service = {"gpu": PLANNED, "profile": measured, "slo": slo(100)}
    planned = plan(tmp_path, fleet({"a": planned_pool()}, {"x": service}))
    assert planned.plan.services["prod/x"].gpu.slice == "1g.10gb"


@pytest.mark.parametrize(
    ("service", "message"),
    [
        ({"headroom": "999999999%"}, "headroom 999999999% is more than 1000%"),
        (
            {"profile": profile(("1g.10gb", 8, 1, 100, 40)) | {"product": "NVIDIA-A100-SXM4-80G"}},
            "unknown GPU product `NVIDIA-A100-SXM4-80G` (did you mean `NVIDIA-A100-SXM4-80GB`?)",
        ),
    ],
)
def test_what_no_plan_can_be_made_of_is_refused_before_the_solver_runs(tmp_path, service, message):
    own = {"gpu": PLANNED, "profile": profile(("1g.10gb", 8, 1, 100, 40)), "slo": slo(100)} | service
    with pytest.raises(InputError) as caught:
        plan(tmp_path, fleet({"a": planned_pool()}, {"x": own}))
    assert f"environment prod, service x: {message}" in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path}/fleet.yaml:")


def test_models_too_large_for_everything_are_told_so(tmp_path):
    declared = fleet({"a": planned_pool()}, {"x": {"gpu": PLANNED}}, memory="120Gi")
    (found,) = unmet(main(plan(tmp_path, declared)))
    assert "nothing here has 122880 MiB for its models" in found.because


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_fleet_gives_the_same_plan(tmp_path, seed):
    services = {f"s{n}": {"gpu": PLANNED, "replicas": n % 3 + 1} for n in range(8)}
    first = plan(tmp_path, fleet({"a": planned_pool(nodes=2, per_node=4)}, services)).plan
    again = plan(tmp_path, fleet({"a": planned_pool(nodes=2, per_node=4)}, services)).plan
    assert first == again


def test_no_room_is_kept_for_a_surge_that_recreate_does_not_make(tmp_path):
    service = {"gpu": {"count": 1}, "replicas": 2, "rollout": {"strategy": "recreate", "maxSurge": 1}}
    assert not list(unmet(main(plan(tmp_path, fleet({"a": pool()}, {"x": service})))))


def test_a_pool_that_is_not_there_is_told_before_anything_is_placed(tmp_path):
    with pytest.raises(InputError) as caught:
        plan(tmp_path, fleet({"a": planned_pool()}, {"x": {"gpu": PLANNED, "pool": "b"}}))
    assert "cluster main has no pool `b`" in str(caught.value)


def test_a_pool_without_gpus_is_told_so(tmp_path):
    pools = {"a": planned_pool(), "cpu": {"nodes": 1}}
    (found,) = unmet(main(plan(tmp_path, fleet(pools, {"x": {"gpu": PLANNED, "pool": "cpu"}}))))
    assert found.because == "pool cpu has no GPU"
