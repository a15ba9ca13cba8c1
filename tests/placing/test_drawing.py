"""From a plan to its picture: every GPU is in it, cut as NVIDIA's driver cuts it, with each pod once."""

from __future__ import annotations

from support.planning import PLANNED, fleet, plan, planned_pool, pool, profile, slo
from tritonfleet.pipeline.drawing import fleet_map


def drawn(tmp_path, pools, services, **how):
    return fleet_map(plan(tmp_path, fleet(pools, services, **how)))


def gpus(shown):
    return {(pool.name, gpu.index): gpu for c in shown.clusters for pool in c.pools for gpu in pool.gpus}


def test_every_gpu_is_drawn_with_its_instances_where_the_driver_puts_them(tmp_path):
    cut = pool(mig={"strategy": "mixed", "gpus": {"0": {"3g.40gb": 1, "1g.10gb": 2}}})
    shown = drawn(tmp_path, {"a": cut}, {"x": {"gpu": {"slice": "1g.10gb"}, "replicas": 2}})
    first, second = gpus(shown)["a", 0], gpus(shown)["a", 1]
    assert sorted((s.profile, s.start, s.size) for s in first.slices)[-1] == ("3g.40gb", 4, 4)
    assert len(first.slices) == 3
    assert [(s.profile, s.size) for s in second.slices] == [("", 8)]


def test_every_pod_is_drawn_once_and_numbered(tmp_path):
    shown = drawn(
        tmp_path, {"a": pool(timeSlicing={"replicas": 4})}, {"x": {"gpu": {"share": 4}, "replicas": 6}}
    )
    pods = [pod.replica for gpu in gpus(shown).values() for s in gpu.slices for pod in s.occupants]
    assert sorted(pods) == [0, 1, 2, 3, 4, 5]


def test_a_pod_of_two_gpus_is_one_pod_on_both(tmp_path):
    shown = drawn(tmp_path, {"a": pool(per_node=4)}, {"x": {"gpu": {"count": 2}, "replicas": 2}})
    pods = [
        (pod.replica, pod.note) for gpu in gpus(shown).values() for s in gpu.slices for pod in s.occupants
    ]
    assert sorted(pods) == [(n, "one of 2 GPUs") for n in (0, 0, 1, 1)]


def test_room_that_is_kept_is_told_from_pods_that_run(tmp_path):
    measured = {"profile": profile(("1g.10gb", 8, 1, 100, 40)), "slo": slo(200), "rollout": {"maxSurge": 1}}
    shown = drawn(tmp_path, {"a": planned_pool()}, {"x": {"gpu": PLANNED} | measured})
    slices = [s for gpu in gpus(shown).values() for s in gpu.slices]
    assert sum(len(s.occupants) for s in slices) == 2
    assert [s.reserved for s in slices if s.reserved] == ["x/prod (to spare)"]


def test_nodes_carry_the_names_of_the_configurations_that_they_need(tmp_path):
    pools = {"cut": planned_pool(nodes=2), "shared": pool(timeSlicing={"replicas": 2}), "whole": pool()}
    for name, declared in pools.items():
        declared["nodeNames"] = [f"{name}-{node}" for node in range(declared["nodes"])]
    shown = drawn(tmp_path, pools, {"x": {"gpu": {"slice": "1g.10gb"}, "replicas": 2, "pool": "cut"}})
    nodes = {node.name: node for pool in shown.clusters[0].pools for node in pool.nodes}
    assert {name: (n.mig_config, n.device_plugin_config) for name, n in nodes.items()} == {
        "cut-0": ("cut-1", ""),
        "cut-1": ("cut-2", ""),
        "shared-0": ("", "shared"),
        "whole-0": ("", ""),
    }


def test_a_service_says_where_it_sits_and_why(tmp_path):
    (row,) = drawn(tmp_path, {"a": pool()}, {"x": {"gpu": {"count": 1}}}).services
    assert (row.service, row.pool, row.resource, row.replicas) == ("x", "a", "nvidia.com/gpu", 2)
    assert row.why == "the only pool that offers it"
    assert row.numbers == {"GPU memory": "2048 MiB"}


def test_what_has_no_place_is_in_the_picture(tmp_path):
    (missing,) = drawn(tmp_path, {"a": pool()}, {"x": {"gpu": {"count": 1}, "replicas": 3}}).unplaced
    assert (missing.environment, missing.service, missing.pods) == ("prod", "x", 1)
    assert missing.change.startswith("with 1 more node of 2 GPUs in pool a")
