"""What the catalogue makes checkable: labels that a server never writes, metrics that a KEDA does not have."""

from __future__ import annotations

import pytest

from checks.mon_examples import alert, fixes, needs, said, server
from tritonfleet.checks import Facts

BY_GPU = "sum by (gpu_uuid) (rate(nv_inference_count[5m])) > 1"
OF_GPU = 'sum(rate(nv_inference_count{gpu_uuid="GPU-1"}[5m])) > 1'


EXPLICIT, POLL = ", --model-control-mode=explicit", ", --model-control-mode=poll"
FROM_ENVIRONMENT = server().replace(
    "args: [tritonserver, --model-repository=/models]",
    'envFrom: [{secretRef: {name: flags}}]\n        command: [sh, -c, "exec tritonserver $FLAGS"]',
)


@pytest.mark.parametrize(("expression", "severity"), [(BY_GPU, "warning"), (OF_GPU, "error")])
def test_a_server_that_loads_at_its_start_has_no_gpu_on_its_models(expression, severity):
    (finding,) = said("MON133", server(), alert(expression))
    assert finding.startswith(f"{severity} ")
    assert "`gpu_uuid`" in finding


@pytest.mark.parametrize(
    "running",
    [
        server(EXPLICIT),
        server(POLL),
        FROM_ENVIRONMENT,
        server().replace("25.08-py3", "latest"),
        server(tag="21.12"),
    ],
    ids=["explicit", "poll", "unknown-flags", "unknown-release", "old"],
)
def test_a_server_that_may_load_later_may_write_it(running):
    assert said("MON133", running, alert(OF_GPU)) == []


def test_one_server_that_may_write_it_is_enough():
    other = server(EXPLICIT).replace("name: bert", "name: gpt")
    assert said("MON133", server(), other, alert(OF_GPU)) == []


@pytest.mark.parametrize(
    "expression",
    [
        "max by (gpu_uuid) (nv_gpu_utilization) > 0.9",
        'sum(rate(nv_inference_count{gpu_uuid=""}[5m])) > 1',
        "sum without (gpu_uuid) (rate(nv_inference_count[5m])) > 1",
    ],
)
def test_what_works_without_the_label_is_fine(expression):
    assert said("MON133", server(), alert(expression)) == []


def test_without_a_server_nothing_is_known():
    assert said("MON133", alert(OF_GPU)) == []


@pytest.mark.parametrize(
    ("metric", "keda"),
    [
        ("keda_scaler_errors", "2.17.0"),
        ("keda_webhook_scaled_object_validation_errors", "2.18.3"),
        ("keda_scaler_empty_upstream_responses_total", "2.19.0"),
        ("keda_scaler_http_request_duration_seconds_bucket", "v2.19.0"),
    ],
)
def test_a_metric_that_this_keda_lacks_is_named(metric, keda):
    query = alert(f"sum(rate({metric}[5m])) > 0")
    (finding,) = said("MON134", query, facts=Facts(versions={"keda": keda}))
    assert finding.startswith("error ")
    assert f"KEDA {keda} writes no `{metric}`" in finding


@pytest.mark.parametrize(
    ("metric", "keda"),
    [
        ("keda_scaler_errors", "2.16.1"),
        ("keda_scaler_detail_errors_total", "2.14.0"),
        ("keda_scaler_empty_upstream_responses_total", "2.20.2"),
    ],
)
def test_a_metric_that_this_keda_has_is_fine(metric, keda):
    query = alert(f"sum(rate({metric}[5m])) > 0")
    assert said("MON134", query, facts=Facts(versions={"keda": keda})) == []


def test_the_metric_that_took_its_place_is_offered():
    query = alert("sum(rate(keda_scaler_errors[5m])) > 0")
    assert fixes("MON134", query, facts=Facts(versions={"keda": "2.20.2"})) == [
        "query `keda_scaler_detail_errors_total`"
    ]


def test_without_a_version_only_metrics_that_came_or_went_are_undecided():
    assert needs("MON134", alert("sum(rate(keda_scaler_errors[5m])) > 0")) != []
    assert needs("MON134", alert("sum(rate(keda_scaled_object_errors_total[5m])) > 0")) == []
