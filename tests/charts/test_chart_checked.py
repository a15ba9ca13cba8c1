"""What the charts render is found faultless by our own checks: schemas, admission rules of KEDA, PromQL."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import pytest
from chart_leaves import examples
from chart_rendering import CHARTS, Helm
from hypothesis import HealthCheck, Phase, given, settings
from scaling_values import AUTOSCALINGS, BASE

from tritonfleet.charts.values import TritonValues
from tritonfleet.checks import Facts, run
from tritonfleet.checks.facts import PrometheusFacts
from tritonfleet.yamlio import dump_all, load_manifests

WATCHED = {
    name: values
    for name, values in examples(CHARTS / "triton").items()
    if {"monitoring", "autoscaling"} & values.keys()
}
CHOSEN = ("SCL223", "SCL242")
"""What an author may want: a short window downwards, and a threshold below one request."""
FACTS = Facts(
    versions={"keda": "2.21.0", "triton": "26.07"},
    prometheus=PrometheusFacts(namespace="monitoring", monitor_labels={}, rule_labels={}),
)


@pytest.mark.parametrize("name", WATCHED)
def test_examples_that_watch_or_scale_have_no_finding(helm: Helm, name: str) -> None:
    rendered = helm.template(WATCHED[name]).stdout
    assert run(load_manifests(rendered, name), FACTS).findings == ()


@settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(cases=st.lists(AUTOSCALINGS, min_size=6, max_size=6))
def test_whatever_scales_is_accepted_rendered_and_faultless(helm: Helm, cases: list[dict[str, Any]]) -> None:
    given_ = {str(i): {**BASE, **values} for i, values in enumerate(cases)}
    for values in given_.values():
        TritonValues.model_validate(values)
    for case, rendered in helm.render_many(given_).items():
        report = run(load_manifests(dump_all(rendered.objects), case), FACTS, ignore=CHOSEN)
        assert [f for f in report.findings if f.severity != "info"] == []
        assert "replicas" not in rendered["Deployment"]["spec"]
