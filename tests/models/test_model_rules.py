"""Rules that look beyond the configuration: GPUs, rate limits, newer servers, the fleet's own names."""

from __future__ import annotations

from typing import Any

import pytest

from tritonfleet.checks.finding import Severity
from tritonfleet.modelconfig.proto import parse
from tritonfleet.modelconfig.rules import Layout, ModelProblem, RateLimit, validate, validate_models
from tritonfleet.modelconfig.rules.table import OF_MODELS_TOGETHER, OF_ONE_MODEL
from tritonfleet.spec.model import Model


def found(text: str, **facts: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    problems = validate({"m": parse(text, "config.pbtxt")}, **facts)
    return [(problem.rule, problem.path) for problem in problems if problem.severity is Severity.ERROR]


def in_fleet(**facts: Any) -> list[ModelProblem]:
    gpus = {"first": {"kind": "GPU", "gpus": [0]}, "second": {"kind": "GPU", "gpus": [0, 3]}}
    return validate_models(
        {"m": Model.model_validate({"backend": "python", "instanceGroups": gpus})}, **facts
    )


def test_gpus_beyond_those_of_the_pod_are_found_by_group():
    [problem] = in_fleet(gpus=2)
    assert (problem.rule, problem.path) == ("TRT121", ("instanceGroups", "second", "gpus", 1))


def test_gpus_are_not_judged_while_their_number_is_unknown():
    assert in_fleet(gpus=None) == []


@pytest.mark.parametrize(("gpus", "rules"), [(None, []), (1, []), (0, ["TRT120"])])
def test_an_automatic_group_falls_back_to_the_cpu_and_may_then_name_no_gpu(
    gpus: int | None, rules: list[str]
):
    assert [rule for rule, _ in found('backend: "python" instance_group { gpus: [0] }', gpus=gpus)] == rules


@pytest.mark.parametrize(
    ("metrics", "path"),
    [
        ("metric_control { histogram_options { buckets: [1] } }", ("metrics",)),
        ('metric_control { metric_identifier { family: "f" } }', ("metrics", "f")),
        ('metric_control { metric_identifier { family: "f" } histogram_options { } }', ("metrics", "f")),
    ],
)
def test_a_metric_needs_a_family_and_buckets(metrics: str, path: tuple[str, ...]):
    assert found(f'backend: "python" model_metrics {{ {metrics} }}') == [("TRT116", path)]


def test_rate_limiters_are_ignored_while_the_server_limits_no_rates():
    assert found(_limited("global: true", "global: false")) == []


def test_a_resource_has_one_scope():
    assert found(_limited("global: true", "global: false"), rate_limit=RateLimit()) == [
        ("TRT131", ("instanceGroups", 0, "rateLimiter", "resources", "R"))
    ]


@pytest.mark.parametrize(
    ("resources", "rules"),
    [
        ({}, []),
        ({("R", None): 4}, []),
        ({("R", 0): 4}, []),
        ({("R", 1): 4}, ["TRT131"]),
        ({("R", None): 3}, ["TRT131"]),
    ],
)
def test_the_server_has_enough_of_a_resource(resources: dict[tuple[str, int | None], int], rules: list[str]):
    text = f'backend: "python" {_group("count: 4")}'
    assert [rule for rule, _ in found(text, rate_limit=RateLimit(resources))] == rules


def _group(resource: str) -> str:
    return f'instance_group {{ kind: KIND_CPU rate_limiter {{ resources {{ name: "R" {resource} }} }} }}'


def _limited(*resources: str) -> str:
    return f'backend: "python" {" ".join(_group(f"count: 1 {resource}") for resource in resources)}'


@pytest.mark.parametrize("profile", ["-1", "fast", ""])
def test_a_profile_is_a_number(profile: str):
    text = f'backend: "tensorrt" instance_group {{ profile: "{profile}" }}'
    assert found(text) == [("TRT122", ("instanceGroups", 0, "profiles", 0))]


def test_tensorrt_may_have_shape_tensors_and_other_formats():
    tensor = "data_type: TYPE_FP32 dims: [1, 2, 3] is_shape_tensor: true is_non_linear_format_io: true"
    assert found(f'backend: "tensorrt" input {{ name: "x" {tensor} }}') == []


@pytest.mark.parametrize("backend", ["tensorrt", "python"])
def test_a_tensor_that_the_model_may_complete_is_only_a_warning(backend: str):
    text = f'backend: "{backend}" input {{ name: "x" dims: [1] }}'
    assert found(text) == []
    assert found(text, autocomplete=False) == [("TRT123", ("inputs", "x", "dataType"))]


def test_a_python_model_without_completing_code_completes_nothing():
    text = 'backend: "python" input { name: "x" dims: [1] }'
    assert found(text, layouts={"m": Layout((1,), frozenset({"model.py"}))}) == [
        ("TRT123", ("inputs", "x", "dataType"))
    ]


def test_a_backend_that_nothing_tells_is_an_info_while_the_files_are_unknown():
    [problem] = validate({"m": parse("", "config.pbtxt")})
    assert (problem.rule, problem.severity) == ("TRT127", Severity.INFO)


def test_a_backend_may_follow_from_the_models_name():
    assert validate({"model.mine": parse("", "config.pbtxt")}) == []


@pytest.mark.parametrize(
    "file", ["model.onnx", "model.plan", "model.pt", "model.xml", "model.savedmodel", "model.py"]
)
def test_a_backend_follows_from_the_models_file(file: str):
    assert found("", layouts={"m": Layout((1,), frozenset({file}))}) == []


def test_versions_that_are_named_but_absent_are_a_warning():
    policy = parse('backend: "python" version_policy { specific { versions: [1, 3] } }', "config.pbtxt")
    [problem] = validate({"m": policy}, layouts={"m": Layout((1,))})
    assert (problem.rule, problem.path, problem.severity) == (
        "TRT130", ("versionPolicy", "specific", 1), Severity.WARNING,
    )  # fmt: skip


def test_problems_stand_in_the_order_of_the_models():
    wrong = parse('backend: "python" max_batch_size: -1', "config.pbtxt")
    assert [problem.model for problem in validate({"b": wrong, "a": wrong})] == ["b", "a"]


def test_rule_ids_are_of_the_area_for_triton():
    ids = {rule for rule, _ in (*OF_ONE_MODEL, *OF_MODELS_TOGETHER)}
    assert all(len(rule) == 6 and rule.startswith("TRT1") for rule in ids)


def test_every_rule_is_described():
    assert all(look.__doc__ for _, look in (*OF_ONE_MODEL, *OF_MODELS_TOGETHER))
