"""Rules between the parts of a fleet: each refuses one thing, and says where it stands."""

from __future__ import annotations

import pytest

from support.cache import use_own_cache
from support.fleets import parsed, small
from tritonfleet.errors import InputError
from tritonfleet.pipeline.prepare import prepare
from tritonfleet.pipeline.store import open_store


def refused(tmp_path, **changes) -> str:
    file = parsed(small(**changes), tmp_path)
    with pytest.raises(InputError) as caught, open_store(file.path) as store:
        prepare(file, store)
    return "\n".join(str(problem) for problem in caught.value.problems)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    use_own_cache(monkeypatch, tmp_path / "cache")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"services__vision__models": ["classifer"]}, "unknown model `classifer`"),
        ({"environments__prod__cluster": "mian"}, "unknown cluster `mian`"),
        ({"environments__prod__exclude": ["visoin"]}, "unknown service `visoin`"),
        ({"environments__prod__overrides": {"services": {"visio": {}}}}, "unknown service `visio`"),
        ({"environments__prod__overrides": {"models": {"classifie": {}}}}, "unknown model `classifie`"),
        ({"services__vision__pool": "gpus"}, "has no pool `gpus`"),
    ],
)
def test_a_name_that_means_nothing_is_refused_with_the_name_that_was_meant(tmp_path, changes, message):
    problem = refused(tmp_path, **changes)
    assert message in problem
    assert "did you mean" in problem


def test_a_request_that_no_pool_offers_says_what_the_pools_offer(tmp_path):
    problem = refused(tmp_path, services__vision__gpu={"slice": "1g.10gb"})
    assert "no pool offers slice 1g.10gb" in problem
    assert "gpu: count (nvidia.com/gpu)" in problem


def test_a_request_that_two_pools_offer_must_name_one(tmp_path):
    pool = {"nodes": 1, "gpu": {"product": "NVIDIA-L4", "perNode": 1}}
    problem = refused(tmp_path, clusters__main__pools__other=pool)
    assert "pools gpu, other all offer count" in problem
    assert "choose one with `pool`" in problem


def test_a_pool_is_never_asked_for_more_than_it_has(tmp_path):
    problem = refused(tmp_path, services__vision__replicas=5)
    assert "pool gpu of cluster main has 4 nvidia.com/gpu, and 5 are asked for by prod/vision (5)" in problem


def test_two_environments_do_not_share_a_namespace(tmp_path):
    twin = {"cluster": "main", "namespace": "triton-prod"}
    assert "is environment prod's already" in refused(tmp_path, environments__twin=twin)


def test_a_gpu_instance_needs_a_gpu(tmp_path):
    problem = refused(tmp_path, services__vision__gpu=None)
    assert "model classifier runs on GPU, but service vision asks for none" in problem


def test_a_way_in_needs_its_controller(tmp_path):
    problem = refused(tmp_path, services__vision__expose={"ingress": {"host": "a.example.com"}})
    assert "cluster main declares no ingress" in problem


def test_models_in_config_maps_need_their_files(tmp_path):
    problem = refused(tmp_path, services__vision__repository={"configMap": {}})
    assert "model classifier: `files` is missing" in problem


@pytest.mark.parametrize(
    ("resources", "limit"),
    [
        ({"limits": {"memory": "1Gi"}}, "1Gi"),
        ({"requests": {"memory": "2Gi"}}, "2Gi"),
        ({}, "8Gi"),
    ],
)
def test_shared_memory_must_fit_the_memory_limit_even_one_that_is_not_written(tmp_path, resources, limit):
    many = {"backend": "python", "instanceGroups": {"cpu": {"kind": "CPU", "count": 150}}}
    problem = refused(tmp_path, models__classifier=many, services__vision__resources=resources)
    assert f"/dev/shm of 9664 MiB counts against the memory limit of {limit}" in problem


def test_a_preferred_batch_above_the_maximum_is_refused_where_it_stands(tmp_path):
    problem = refused(tmp_path, models__classifier__dynamicBatching={"preferredBatchSizes": [4, 64]})
    assert "64" in problem
    assert "16" in problem


def test_an_ensemble_needs_its_steps_loaded(tmp_path):
    ensemble = {
        "platform": "ensemble",
        "inputs": {"input": {"dataType": "FP32", "dims": [4]}},
        "outputs": {"output": {"dataType": "FP32", "dims": [2]}},
        "ensemble": {
            "steps": [{"model": "classifier", "inputs": {"input": "input"}, "outputs": {"output": "output"}}]
        },
    }
    problem = refused(tmp_path, models__both=ensemble, services__vision__models=["both"])
    assert "loads ensemble both, but not its step classifier" in problem


def test_a_model_that_no_service_loads_is_a_warning(tmp_path):
    file = parsed(small(models__spare={"backend": "python"}), tmp_path)
    with open_store(file.path) as store:
        (warning,) = prepare(file, store).warnings
    assert (warning.rule, warning.severity.value) == ("FLT003", "warning")


def test_an_image_volume_needs_a_feature_gate_before_kubernetes_1_35(tmp_path):
    image = {"image": {"reference": "registry.example.com/models:1.0"}}
    changes = {"services__vision__repository": image, "clusters__main__kubernetes": "1.34"}
    with open_store(tmp_path / "fleet.yaml") as store:
        (warning,) = prepare(parsed(small(**changes), tmp_path), store).warnings
    assert (warning.rule, warning.severity.value) == ("FLT018", "warning")


def test_a_service_is_not_called_like_an_object_of_another(tmp_path):
    fleet = small()
    fleet["services"]["vision-metrics"] = dict(fleet["services"]["vision"], replicas=1)
    file = parsed(fleet, tmp_path)
    with pytest.raises(InputError, match="has objects called vision-metrics"), open_store(file.path) as store:
        prepare(file, store)


@pytest.mark.parametrize(
    "changes",
    [{"services__vision__server": {"exitTimeout": "2d"}}, {"models__classifier__load": {"time": "20h"}}],
    ids=["exit", "load"],
)
def test_a_pod_is_given_a_day_at_most(tmp_path, changes):
    problem = refused(tmp_path, **changes)
    assert "more than a day" in problem
    assert "fleet.yaml:" in problem


def test_two_services_are_not_one_application(tmp_path):
    environments = {
        "a": {"cluster": "main", "namespace": "one"},
        "a-b": {"cluster": "main", "namespace": "two"},
    }
    fleet = small(environments=environments, gitops={"repoURL": "https://git.example.com/fleet.git"})
    fleet["services"]["c"] = fleet["services"]["b-c"] = fleet["services"].pop("vision") | {"replicas": 1}
    file = parsed(fleet, tmp_path)
    with pytest.raises(InputError) as caught, open_store(file.path) as store:
        prepare(file, store)
    assert "service c here would be the Application a-b-c, as service b-c of environment a is" in str(
        caught.value
    )


def test_an_override_of_the_wrong_shape_is_one_line(tmp_path):
    found = refused(tmp_path, environments__prod__overrides={"services": {"vision": {"models": 5}}})
    assert "models: expected a list, got 5" in found
