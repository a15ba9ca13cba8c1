"""What ``tritonfleet scaling`` says of a number is true, and in good English."""

from __future__ import annotations

import pytest

from support.cli import tritonfleet
from support.fleets import small
from tritonfleet import yamlio
from tritonfleet.words import quantity


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        ("1", "pods", "1 pod"),
        ("6", "pods", "6 pods"),
        ("1", "requests in flight a pod", "1 request in flight a pod"),
        ("1", "requests/s a pod", "1 requests/s a pod"),
        ("1", "s", "1 s"),
        ("1", "ms", "1 ms"),
        ("9", "", "9"),
    ],
)
def test_one_of_something_is_no_plural(number, unit, said):
    assert quantity(number, unit) == said


def scaled(folder, interval, load="20s"):
    fleet = small(
        services__vision__replicas=1,
        services__vision__slo={"latency": {"objective": "99%", "within": "80ms"}},
        services__vision__scaling={},
        models__classifier__load={"time": load},
        clusters__main__prometheus={
            "namespace": "monitoring",
            "address": "http://prometheus:9090",
            "scrapeInterval": interval,
        },
        clusters__main__keda={},
    )
    (folder / "fleet.yaml").write_text(yamlio.dump(fleet))
    return " ".join(tritonfleet("scaling", "vision", cwd=folder).out.split())


def test_one_pod_of_one_instance_is_told_as_one(tmp_path):
    said = scaled(tmp_path, "15s")
    assert "minimum 1 pod replicas" in said
    assert "1 replica and 2 more" in said
    assert "batch 16 × 1 instance of classifier" in said


@pytest.mark.parametrize(
    ("interval", "load", "said"),
    [
        (
            "15s",
            "20s",
            "300 s Kubernetes' default, no shorter than the 70 s that a pod may take to come back",
        ),
        ("15s", "400s", "as long as the 830 s that a pod may take to come back"),
        ("150s", "20s", "600 s the 600 s that the query looks back"),
    ],
)
def test_the_window_of_a_scale_down_has_the_reason_that_decided(tmp_path, interval, load, said):
    assert said in scaled(tmp_path, interval, load)
