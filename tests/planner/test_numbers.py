"""Derived numbers: start-up, shutdown, shared memory, rollout, smoke request."""

from __future__ import annotations

import pytest

from tritonfleet.planner import timing
from tritonfleet.planner.memory import shared_memory
from tritonfleet.planner.rollout import strategy
from tritonfleet.planner.smoke import smoke_request
from tritonfleet.planner.usage import Usage
from tritonfleet.spec.model import Model
from tritonfleet.spec.service import Service

SERVICE = {"models": ["m"], "repository": {"s3": {"bucket": "models", "region": "eu-central-1"}}}


def model(**fields) -> Model:
    return Model.model_validate({"backend": "onnxruntime"} | fields)


def service(**fields) -> Service:
    return Service.model_validate(SERVICE | fields)


def test_the_startup_budget_is_twice_the_loading_and_the_start():
    budget = timing.startup_budget({"a": model(load={"time": "40s"}), "b": model(load={"time": "25s"})})
    assert budget.value == 30 + 2 * 65


def test_an_undeclared_load_time_is_assumed_and_said_so():
    budget = timing.startup_budget({"a": model()})
    assert budget.value == 150
    assert "declare load.time" in budget.reason


def test_an_ensemble_takes_no_time_to_load():
    ensemble = Model.model_validate({"platform": "ensemble"})
    assert timing.startup_budget({"e": ensemble, "a": model(load={"time": "20s"})}).value == 70


def test_the_grace_period_is_the_sum_of_leaving():
    grace = timing.grace_period(
        service(server={"exitTimeout": "45s"}, shutdown={"propagation": "10s", "unload": "5s"})
    )
    assert grace.value == 60


def test_a_part_of_a_second_counts_as_a_second():
    assert timing.exit_timeout(service(server={"exitTimeout": "1500ms"})).value == 2


@pytest.mark.parametrize(("count", "mebibytes"), [(1, 128), (2, 192), (4, 320)])
def test_shared_memory_grows_with_python_instances(count, mebibytes):
    python = model(backend="python", instanceGroups={"cpu": {"kind": "CPU", "count": count}})
    assert shared_memory({"m": python}, 0).value == mebibytes


def test_python_instances_run_on_every_gpu():
    python = model(backend="python", instanceGroups={"gpu": {"kind": "GPU", "count": 2}})
    assert shared_memory({"m": python}, 4).value == 64 * (8 + 1)


def test_without_python_shared_memory_is_the_usual_one():
    assert shared_memory({"m": model()}, 1).value == 64


def left(free, nodes=1):
    return Usage("main", "gpu", "nvidia.com/gpu", capacity=8, used=8 - free, nodes=nodes)


@pytest.mark.parametrize(
    ("pool", "surge_unavailable"), [(left(0), (0, 1)), (left(1), (1, 0)), (None, (0, 1))]
)
def test_a_gpu_service_surges_only_into_a_free_gpu(pool, surge_unavailable):
    chosen = strategy(service(gpu={"count": 1}), pool, 1).value
    assert (chosen.max_surge, chosen.max_unavailable) == surge_unavailable


@pytest.mark.parametrize(("free", "surge"), [(2, 0), (3, 1)])
def test_a_pod_of_two_gpus_surges_only_where_two_are_free_on_one_node_for_certain(free, surge):
    assert strategy(service(gpu={"count": 2}), left(free, nodes=2), 2).value.max_surge == surge


def test_a_service_without_gpu_surges():
    chosen = strategy(service(), None, 0).value
    assert (chosen.max_surge, chosen.max_unavailable) == (1, 0)


def test_what_was_asked_for_is_not_overruled():
    chosen = strategy(
        service(gpu={"count": 1}, rollout={"maxSurge": 0, "maxUnavailable": 2}), left(5), 1
    ).value
    assert (chosen.max_surge, chosen.max_unavailable) == (0, 2)


def test_the_smoke_request_has_the_models_shape_with_a_batch():
    request = smoke_request(
        {"m": model(maxBatchSize=8, inputs={"text": {"dataType": "STRING", "dims": [-1, 3]}})}
    )
    assert request is not None
    tensor = request.value.inputs["text"]
    assert (tensor.datatype, tensor.shape) == ("BYTES", (1, 1, 3))


def test_half_precision_cannot_be_smoke_tested_over_json():
    half = model(inputs={"x": {"dataType": "FP16", "dims": [2]}})
    assert smoke_request({"m": half}) is None
