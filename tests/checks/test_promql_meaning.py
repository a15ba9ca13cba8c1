"""How many series an expression gives, with which labels, in which unit and between which values."""

from __future__ import annotations

import pytest

from tritonfleet.checks.promql import Bounds, Series, Unit, bounds, grouping, parse, series, unit

DURATION, SUCCESS = "nv_inference_queue_duration_us", "nv_inference_request_success"


def expression(text: str):
    parsed = parse(text)
    assert parsed.expression is not None, parsed.problem
    return parsed.expression


@pytest.mark.parametrize(
    "text",
    [
        "1", "vector(0)", "scalar(x)", "absent(x)", "sum(x)", "avg(rate(x[5m]))", "sum(x) / sum(y)", "sum(x) > 3",
        "sum(x) or vector(0)", "topk(1, x)", "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))",
        'sum by (model) (x{model="bert"})', "sum(x) / scalar(y)", "max(sum by (a) (x))", "clamp_min(sum(x), 1)",
        "sum(x) and y", "sum(x) * on () y",
    ],
)  # fmt: skip
def test_provably_one_series(text):
    assert series(expression(text)) is Series.ONE


@pytest.mark.parametrize(
    "text",
    [
        "sum by (model) (x)", "sum without (pod) (x)", 'sum by (model) (x{model=~"a|b"})',
        "sum by (model) (x) or vector(0)", "histogram_quantile(0.9, sum by (le, model) (rate(x_bucket[5m])))",
        "sum by (model) (x) / on () group_left sum(y)", 'count_values("v", x)',
    ],
)  # fmt: skip
def test_one_series_a_group(text):
    assert series(expression(text)) is Series.GROUPED


@pytest.mark.parametrize(
    "text", ["x", "rate(x[5m])", "x / y", "topk(3, x)", "topk by (a) (1, x)", "x or vector(0)"]
)
def test_as_many_series_as_are_scraped(text):
    assert series(expression(text)) is Series.EVERY


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("sum(x)", set()),
        ("sum by (a, b) (x)", {"a", "b"}),
        ("sum by (a) (sum by (b) (x))", set()),
        ("sum without (a) (sum by (a, b) (x))", {"b"}),
        ("rate(sum by (a) (x)[5m:])", {"a"}),
        ("histogram_quantile(0.9, sum by (le, a) (x))", {"a"}),
        ("sum by (a) (x) * on (a) group_left (b) sum by (a, b) (y)", {"a", "b"}),
        ("sum by (a) (x) > 3", {"a"}),
        ("vector(1)", set()),
    ],
)
def test_labels_that_an_aggregation_leaves(text, labels):
    assert grouping(expression(text)) == labels


@pytest.mark.parametrize(
    "text", ["x", "rate(x[5m])", "sum without (a) (x)", 'label_replace(sum(x), "a", "b", "", "")']
)
def test_labels_that_the_series_decide(text):
    assert grouping(expression(text)) is None


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        (DURATION, Unit(1e-6, time=1)),
        (f"sum(rate({DURATION}[5m]))", Unit(1e-6)),
        (f"sum(rate({DURATION}[5m])) / 1e6", Unit(1.0)),
        (f"sum(rate({DURATION}[5m])) / sum(rate({SUCCESS}[5m]))", Unit(1e-6, time=1, things=-1)),
        (f"sum(rate({DURATION}[5m])) / sum(rate({SUCCESS}[5m])) / 1000", Unit(1e-3, time=1, things=-1)),
        (f"increase({SUCCESS}[5m])", Unit(1, things=1)),
        ("DCGM_FI_DEV_FB_USED", Unit(2.0**20, size=1)),
        ("nv_gpu_utilization * 100", Unit(0.01)),
        (
            "histogram_quantile(0.9, rate(nv_inference_first_response_histogram_ms_bucket[5m]))",
            Unit(1e-3, time=1),
        ),
        ("rate(vllm:e2e_request_latency_seconds_count[5m])", Unit(1, time=-1, things=1)),
    ],
)
def test_the_unit_follows_from_the_metrics(text, measured):
    found = unit(expression(text))
    assert found is not None
    assert found.alike(measured)
    assert found.scale == pytest.approx(measured.scale)


@pytest.mark.parametrize(
    "text", ["somebodys_metric", "count(nv_gpu_utilization)", "time()", f"{DURATION} + {SUCCESS}"]
)
def test_the_unit_of_the_unknown_is_not_known(text):
    assert unit(expression(text)) is None


@pytest.mark.parametrize(
    ("text", "least", "greatest"),
    [
        ("nv_gpu_utilization", 0, 1),
        ("avg_over_time(nv_gpu_utilization[5m]) * 100", 0, 100),
        ("1 - avg(DCGM_FI_PROF_GR_ENGINE_ACTIVE)", 0, 1),
        ("max(DCGM_FI_DEV_GPU_UTIL)", 0, 100),
        ("sum(nv_gpu_utilization)", 0, float("inf")),
        ("rate(anything[5m])", 0, float("inf")),
        ("anything", -float("inf"), float("inf")),
        ("-nv_gpu_utilization", -1, 0),
    ],
)
def test_the_bounds_follow_from_the_unit(text, least, greatest):
    assert bounds(expression(text)) == Bounds(least, greatest)
