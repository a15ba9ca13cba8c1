"""What is declared of a pool's GPUs can be: each mistake is refused where it stands, with what to write instead."""

from __future__ import annotations

import pytest

from support.cache import use_own_cache
from support.fleets import parsed, small
from tritonfleet.errors import InputError
from tritonfleet.pipeline.prepare import prepare
from tritonfleet.pipeline.store import open_store

A100 = {"product": "NVIDIA-A100-SXM4-80GB", "perNode": 2}


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    use_own_cache(monkeypatch, tmp_path / "cache")


def prepared(tmp_path, nodes=1, pool=None, versions=None, stack=None, **gpu):
    """The small fleet with one more pool, ``shared``, of these GPUs; its findings."""
    fleet = small()
    own = {"nodes": nodes, "labels": {"example.com/pool": "shared"}, "gpu": A100 | gpu} | (pool or {})
    fleet["clusters"]["main"]["pools"]["shared"] = own
    fleet["clusters"]["main"] |= {"versions": versions or {}, "gpuStack": stack or {}}
    fleet["services"]["vision"]["pool"] = "gpu"
    file = parsed(fleet, tmp_path)
    with open_store(file.path) as store:
        return prepare(file, store)


def refused(tmp_path, **declared) -> str:
    with pytest.raises(InputError) as caught:
        prepared(tmp_path, **declared)
    return "\n".join(str(problem) for problem in caught.value.problems)


def warned(tmp_path, **declared) -> str:
    return "\n".join(f"{w.message} ({w.fix})" for w in prepared(tmp_path, **declared).warnings)


def mixed(**how):
    return {"strategy": "mixed", **how}


@pytest.mark.parametrize(
    ("gpu", "message", "fix"),
    [
        ({"mig": mixed(layout={"3g.20gb": 2})}, "3g.20gb", "3g.40gb"),
        ({"mig": mixed(layout={"4g.40gb": 2})}, "4g.40gb", "4g.40gb"),
        ({"mig": mixed(layout={"3g.40gb": 2, "1g.10gb": 1})}, "3g.40gb", "3g.40gb: 2"),
        ({"product": "NVIDIA-L40S", "mig": mixed(layout={"1g.10gb": 1})}, "has no MIG", "timeSlicing or mps"),
        ({"mig": mixed(gpus={"2": {"1g.10gb": 7}})}, "there is no GPU 2", "use 0 to 1"),
        ({"mig": mixed(gpus={"0": {"1g.10gb": 7}, "0-1": {"3g.40gb": 2}})}, "GPU 0 has two layouts", "once"),
        ({"mig": mixed(nodes={"1": {"0": {"1g.10gb": 7}}})}, "there is no node 1", "use 0 to 0"),
        (
            {"mig": {"strategy": "single", "gpus": {"0": {"1g.10gb": 7}, "1": {"3g.40gb": 2}}}},
            "strategy single needs every GPU of a node cut into slices of one profile",
            "use strategy mixed",
        ),
        (
            {"mig": {"strategy": "single", "gpus": {"0": {"1g.10gb": 7}}}},
            "strategy single needs every GPU of a node cut",
            "the same profile",
        ),
        (
            {"mig": mixed(layout={"1g.10gb": 7}), "timeSlicing": {"slices": {"1g.20gb": 2}}},
            "no GPU of this pool is cut into 1g.20gb",
            "did you mean `1g.10gb`?",
        ),
        (
            {
                "mig": {"strategy": "single", "layout": {"1g.10gb": 7}},
                "timeSlicing": {"slices": {"1g.10gb": 2}},
            },
            "its MIG strategy is single",
            "use replicas",
        ),
        (
            {"mig": mixed(layout={"1g.10gb": 7}), "timeSlicing": {"replicas": 4}},
            "replicas shares only whole GPUs under strategy mixed",
            "use slices: {1g.10gb: 4}",
        ),
        ({"mps": {"replicas": 4}, "timeSlicing": {"replicas": 4}}, "exclude each other", ""),
        (
            {"mps": {"replicas": 4}, "mig": mixed(layout={"1g.10gb": 7})},
            "does not share MIG slices by MPS",
            "",
        ),
        ({"mps": {"replicas": 64}}, "replicas", "48"),
        ({"mig": mixed(gpus={"1-0": {"1g.10gb": 7}})}, "1-0 runs backwards", "smaller number first"),
        ({"mig": mixed(layout={"1g.10gb": 7}, planned=True)}, "planned and a layout exclude each other", ""),
        ({"product": "A100-80GB"}, "no node has A100-80GB as its", "NVIDIA-A100-SXM4-80GB"),
        ({"product": "nvidia-a100-sxm4-80gb"}, "no node has nvidia-", "NVIDIA-A100-SXM4-80GB"),
        ({"product": "NVIDIA-X1", "mig": mixed(planned=True)}, "the plan cannot cut NVIDIA-X1", "`layout`"),
        ({"timeSlicing": {"replicas": 1}}, "replicas", "2"),
        ({"mig": {"strategy": "single", "layout": {"1g.10gb": 4, "3g.40gb": 1}}}, "one profile", "use mixed"),
    ],
)
def test_a_pool_that_no_node_can_be_is_refused(tmp_path, gpu, message, fix):
    problem = refused(tmp_path, **gpu)
    assert message in problem
    assert fix in problem
    assert problem.startswith(f"{tmp_path}/fleet.yaml:")


@pytest.mark.parametrize("sharing", [{"timeSlicing": {"replicas": 4}}, {"mps": {"replicas": 4}}])
def test_nodes_that_need_labels_can_be_found(tmp_path, sharing):
    assert "nothing says which nodes these are" in refused(tmp_path, pool={"labels": {}}, **sharing)


def test_nodes_cut_differently_are_named(tmp_path):
    cut = mixed(nodes={"0": {"0-1": {"1g.10gb": 7}}})
    assert "they cannot be told apart" in refused(tmp_path, nodes=2, mig=cut)
    prepared(tmp_path, nodes=2, mig=cut, pool={"nodeNames": ["a", "b"]})


def test_every_node_of_a_pool_is_named_or_none(tmp_path):
    assert "nodes is 2, but nodeNames has 1" in refused(tmp_path, nodes=2, pool={"nodeNames": ["a"]})


def test_an_unknown_product_is_a_warning_with_the_one_that_was_meant(tmp_path):
    found = warned(tmp_path, product="NVIDIA-A100-SXM4-80G", timeSlicing={"replicas": 2})
    assert "is not in the catalogue" in found
    assert "did you mean `NVIDIA-A100-SXM4-80GB`?" in found


def test_media_slices_need_a_device_plugin_that_tells_them_apart(tmp_path):
    layout = {"mig": mixed(layout={"1g.10gb+me": 1, "1g.10gb": 6})}
    found = warned(tmp_path, versions={"devicePlugin": "v0.19.3"}, **layout)
    assert "advertises 1g.10gb+me under the name of the plain profile" in found
    assert not warned(tmp_path, versions={"devicePlugin": "v0.20.0"}, **layout)


def sharing_fleet(memory, replicas, sharing):
    fleet = small(models__classifier__load={"time": "20s", "gpuMemory": memory})
    fleet["clusters"]["main"]["pools"]["gpu"] |= {"labels": {"a": "b"}}
    fleet["clusters"]["main"]["pools"]["gpu"]["gpu"] |= sharing
    fleet["services"]["vision"] |= {"gpu": {"share": 4}, "replicas": replicas}
    return fleet


def problems(tmp_path, fleet) -> str:
    file = parsed(fleet, tmp_path)
    try:
        with open_store(file.path) as store:
            prepare(file, store)
    except InputError as error:
        return "\n".join(str(problem) for problem in error.problems)
    return ""


def test_sharers_that_may_meet_fit_the_memory_together(tmp_path):
    slices = {"timeSlicing": {"replicas": 4}}
    found = problems(tmp_path, sharing_fleet("16Gi", 4, slices))
    assert "4 pods may meet on one device of" in found
    assert "lower replicas to 2" in found
    assert not problems(tmp_path, sharing_fleet("16Gi", 2, slices))
    assert not problems(tmp_path, sharing_fleet("8Gi", 4, slices))


def test_an_mps_client_fits_its_part_of_the_memory(tmp_path):
    found = problems(tmp_path, sharing_fleet("16Gi", 1, {"mps": {"replicas": 4}}))
    assert "its models need 16384 MiB of GPU memory, `share 4` of pool gpu has" in found


def test_models_fit_their_slice(tmp_path):
    fleet = small(models__classifier__load={"time": "20s", "gpuMemory": "12Gi"})
    gpu = A100 | {"mig": mixed(layout={"1g.10gb": 7})}
    fleet["clusters"]["main"]["pools"]["gpu"] |= {"labels": {"a": "b"}, "gpu": gpu}
    fleet["services"]["vision"]["gpu"] = {"slice": "1g.10gb"}
    found = problems(tmp_path, fleet)
    assert "its models need 12288 MiB of GPU memory, `slice 1g.10gb` of pool gpu has" in found
    assert "ask for a larger slice" in found


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"slice": "1g.10gb", "count": 2}, "a CUDA process sees only one MIG device"),
        ({"share": 4, "count": 2}, "a second brings no more compute"),
        ({}, "expected one of count, slice, share, planned"),
    ],
)
def test_a_request_that_a_pod_cannot_use_is_refused(tmp_path, request_, message):
    with pytest.raises(InputError) as caught:
        parsed(small(services__vision__gpu=request_), tmp_path)
    assert message in str(caught.value)


def test_what_is_left_to_the_plan_needs_one(tmp_path):
    found = problems(tmp_path, small(services__vision__gpu={"planned": True}))
    assert "this is left to the plan, and there is no fleet.plan.yaml" in found
    assert "`tritonfleet plan --write`" in found


@pytest.mark.parametrize("name", ["default", "all-disabled"])
def test_a_pool_is_not_called_as_a_configuration_that_is_always_there(tmp_path, name):
    fleet = small()
    fleet["clusters"]["main"]["pools"] = {name: fleet["clusters"]["main"]["pools"]["gpu"]}
    assert f"its configuration would be called {name}, as tritonfleet's own is" in problems(tmp_path, fleet)


def test_numbered_groups_of_a_pool_are_not_called_as_another_pool(tmp_path):
    fleet = small()
    pools = fleet["clusters"]["main"]["pools"]
    cut = mixed(nodes={"0": {"0-1": {"1g.10gb": 7}}})
    pools["a"] = {"nodes": 2, "nodeNames": ["n0", "n1"], "gpu": A100 | {"mig": cut}}
    pools["a-1"] = {"nodes": 1, "gpu": A100}
    fleet["services"]["vision"]["pool"] = "gpu"
    assert "its configuration would be called a-1, as pool a's own is" in problems(tmp_path, fleet)


def test_a_node_is_of_one_pool(tmp_path):
    fleet = two_pools({"nodeNames": ["n0"]}, {"nodeNames": ["n0"]})
    assert "node n0 is of pool a already (name it in one pool only)" in problems(tmp_path, fleet)


def test_a_node_is_named_once(tmp_path):
    assert "nodeNames has a twice" in refused(tmp_path, nodes=2, pool={"nodeNames": ["a", "a", "b"]})


@pytest.mark.parametrize("more", [{}, {"example.com/zone": "1"}])
def test_labels_select_the_nodes_of_one_pool_only(tmp_path, more):
    labels = {"example.com/pool": "a"}
    found = problems(tmp_path, two_pools({"labels": labels}, {"labels": labels | more}))
    assert "its labels are also those of pool b, so they select the nodes of both" in found
    assert not problems(tmp_path, two_pools({"labels": labels}, {"labels": {"example.com/pool": "b"}}))


def two_pools(first, second):
    fleet = small()
    own = {"nodes": 1, "gpu": A100}
    fleet["clusters"]["main"]["pools"] |= {"a": own | first, "b": own | second}
    fleet["services"]["vision"]["pool"] = "gpu"
    return fleet


def test_prices_of_a_cluster_are_in_one_currency(tmp_path):
    dollars, euros = {"perGpuHour": 2.0}, {"perGpuHour": 2.0, "currency": "EUR"}
    assert "convert it to USD" in problems(tmp_path, two_pools({"price": dollars}, {"price": euros}))


def test_a_pool_without_a_price_beside_one_that_has_is_a_warning(tmp_path):
    found = warned(tmp_path, pool={"price": {"perGpuHour": 2.0}})
    assert "gpu has none: a GPU of it counts as 1 USD" in found


def test_a_price_is_a_number(tmp_path):
    assert "finite" in refused(tmp_path, pool={"price": {"perGpuHour": float("inf")}})


@pytest.mark.parametrize(
    ("count", "replicas", "message"),
    [(9, 1, "pool gpu has no node with so many"), (5, 3, "pool gpu has room for 2 pods")],
)
def test_all_gpus_of_a_pod_are_on_one_node(tmp_path, count, replicas, message):
    fleet = small(services__vision__gpu={"count": count}, services__vision__replicas=replicas)
    fleet["clusters"]["main"]["pools"]["gpu"] |= {"nodes": 2, "gpu": A100 | {"perNode": 8}}
    assert message in problems(tmp_path, fleet)


def test_a_rollout_that_only_surges_needs_a_free_gpu(tmp_path):
    fleet = small(services__vision__replicas=2, services__vision__rollout={"maxSurge": 1})
    fleet["clusters"]["main"]["pools"]["gpu"] |= {"nodes": 1, "gpu": A100}
    assert "it would wait for ever" in problems(tmp_path, fleet)
    fleet["services"]["vision"]["rollout"]["maxUnavailable"] = 1
    assert not problems(tmp_path, fleet)


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ({"latencyShare": "150%"}, "at most 100%"),
        ({"latencyShare": "0%"}, "above 0%"),
        ({"slice": "1g.10gb"}, "each row of a table has its own"),
        ({"table": [{"throughput": float("inf"), "latency": "5ms"}]}, "finite"),
        ({"table": [], "file": "a\0b"}, "profile.file"),
    ],
)
def test_a_profile_that_says_nothing_is_refused(tmp_path, profile, message):
    table = [{"slice": "1g.10gb", "throughput": 10.0, "latency": "5ms"}]
    found = problems_of_text(tmp_path, small(services__vision__profile={"table": table} | profile))
    assert message in found


def problems_of_text(tmp_path, fleet) -> str:
    with pytest.raises(InputError) as caught:
        parsed(fleet, tmp_path)
    return str(caught.value)


def test_whole_gpus_and_slices_that_single_calls_the_same_are_counted_apart(tmp_path):
    fleet = small(services__vision__gpu={"slice": "1g.10gb"}, services__vision__replicas=14)
    fleet["services"]["other"] = fleet["services"]["vision"] | {"gpu": {"count": 1}, "replicas": 2}
    cut = {"strategy": "single", "nodes": {"0": {"0-1": {"1g.10gb": 7}}}}
    fleet["clusters"]["main"]["pools"]["gpu"] |= {"nodes": 2, "nodeNames": ["n0", "n1"]}
    fleet["clusters"]["main"]["pools"]["gpu"]["gpu"] = A100 | {"mig": cut}
    assert not problems(tmp_path, fleet)
    fleet["services"]["other"]["replicas"] = 3
    assert "has 2 nvidia.com/gpu, and 3 are asked for" in problems(tmp_path, fleet)
