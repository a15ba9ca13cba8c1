"""The charts' templates give the very groups that Python gives, for any values; promtool takes them all."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tritonfleet.alerts import Scope, alert_names, groups, rendered, service_terms
from tritonfleet.alerts.helm import rules_template
from tritonfleet.paths import data_dir
from tritonfleet.render.chart import Chart
from tritonfleet.render.helm import Release, render
from tritonfleet.spec.resolve import merge
from tritonfleet.tools import find

MODELS = ["resnet50", "bert.large", "a_b", "A-1", "bertA"]
OBJECTIVES = ["0.5", "0.9", "0.95", "0.99", "0.999", "0.9999", "0.99999"]
RULES = {"enabled": True}


def names_of(scope: Scope) -> st.SearchStrategy[str]:
    """The name of an alert."""
    return st.sampled_from(alert_names(scope))


@st.composite
def service_values(draw: st.DrawFn) -> dict[str, Any]:
    """Values of a service with rules, with any objectives, models and scaler."""
    chosen = st.dictionaries(st.sampled_from(MODELS), st.booleans(), max_size=3)
    milliseconds = st.one_of(st.integers(1, 3_600_000), st.sampled_from([0.5, 2.5, 12.25]))
    latency = st.fixed_dictionaries(
        {
            "objective": st.sampled_from(OBJECTIVES),
            "withinMilliseconds": milliseconds,
            "source": st.sampled_from(["histogram", "mean"]),
        }
    )
    return {
        "slo": {
            "models": draw(chosen),
            "ensembles": draw(chosen),
            "latency": draw(st.none() | latency),
            "availability": draw(
                st.none() | st.sampled_from(OBJECTIVES).map(lambda each: {"objective": each})
            ),
            "window": draw(st.sampled_from(["30d", "7d", "50h", "49h", "4w", "90d", "9999d", "1h"])),
        },
        "server": {
            "modelControl": "explicit",
            "loadModels": draw(chosen),
            "cache": {"size": draw(st.sampled_from([None, "1Gi"]))},
            "metrics": {"histogramLatencies": True},
        },
        "probes": {"startup": {"budgetSeconds": draw(st.integers(10, 3600))}},
        "replicas": draw(st.sampled_from([None, 0, 1, 3])),
        "monitoring": {
            "rules": RULES
            | {
                "alertLabels": draw(st.sampled_from([{}, {"team": "ml"}, {"tier": "mine", "a": "b"}])),
                "runbooks": draw(
                    st.sampled_from([None, "https://example.com/runbooks", "https://example.com/r/"])
                ),
                "without": draw(st.dictionaries(names_of(Scope.SERVICE), st.booleans(), max_size=9)),
            }
        },
    }


def expected(values: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """What Python makes of them."""
    whole = merge(Chart.of("triton").defaults, values)
    rules = whole["monitoring"]["rules"]
    terms = service_terms(whole, "ml", name)
    without = {alert for alert, left_out in rules["without"].items() if left_out}
    return rendered(groups(Scope.SERVICE), terms, rules["alertLabels"], rules.get("runbooks"), without)


def rules_of(releases: list[Release]) -> list[list[dict[str, Any]]]:
    """The groups of each release's PrometheusRule, as Helm renders them."""
    return [
        next(each for each in objects if each["kind"] == "PrometheusRule")["spec"]["groups"]
        for objects in render(releases)
    ]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(service_values(), min_size=5, max_size=5))
def test_helm_renders_the_groups_that_python_does(several: list[dict[str, Any]]):
    releases = [
        Release("triton", f"s{number}", "ml", named(values, number)) for number, values in enumerate(several)
    ]
    found = rules_of(releases)
    for number, (values, groups_of_one) in enumerate(zip(several, found, strict=True)):
        assert groups_of_one == expected(values, f"s{number}")


def named(values: dict[str, Any], number: int) -> dict[str, Any]:
    return values | {"fullnameOverride": f"s{number}"}


@pytest.mark.parametrize(
    "scaling",
    [
        {
            "owner": "hpa",
            "min": 1,
            "max": 4,
            "hpa": {"metrics": {"cpu": {"resource": {"name": "cpu", "averageUtilization": 80}}}},
        },
        {"owner": "none"},
    ],
    ids=lambda scaling: scaling["owner"],
)
def test_who_scales_decides_which_alerts_there_are(scaling: dict[str, Any]):
    values = {"monitoring": {"rules": RULES}, "autoscaling": scaling, "fullnameOverride": "vision"}
    try:
        (found,) = rules_of([Release("triton", "vision", "ml", values)])
    except StopIteration:
        pytest.fail("no PrometheusRule was rendered")
    assert found == expected(values, "vision")
    assert ("triton-scaling-alerts" in {group["name"] for group in found}) is (scaling["owner"] == "hpa")


@pytest.mark.parametrize("gpu", [True, False])
@pytest.mark.parametrize("keda", [True, False])
def test_the_platform_renders_the_groups_that_python_does(gpu: bool, keda: bool):
    values = {"monitoring": {"rules": RULES | {"gpu": gpu, "keda": keda}}}
    (objects,) = render([Release("triton-platform", "platform", "ml", values)])
    found = [each["spec"]["groups"] for each in objects if each["kind"] == "PrometheusRule"]
    wanted = rendered(groups(Scope.CLUSTER), {"gpu": "true" if gpu else "", "keda": "true" if keda else ""})
    assert found == ([wanted] if wanted else [])


def test_without_rules_there_is_no_object():
    (objects,) = render([Release("triton", "vision", "ml", {})])
    assert not [each for each in objects if each["kind"] == "PrometheusRule"]


@pytest.mark.parametrize("scope", Scope)
def test_the_template_on_disk_is_the_generated_one(scope: Scope):
    assert (data_dir("charts") / scope.value / "templates" / "_rules.tpl").read_text() == rules_template(
        scope
    )


@pytest.mark.parametrize("source", ["histogram", "mean"])
@pytest.mark.parametrize("window", ["30d", "50h", "9999w"])
@pytest.mark.parametrize("objective", ["0.5", "0.99999"])
def test_promtool_takes_the_groups(source: str, window: str, objective: str, tmp_path):
    latency = {"objective": objective, "withinMilliseconds": 2.5, "source": source}
    values = {"slo": {"latency": latency, "availability": {"objective": objective}, "window": window}}
    values |= {"monitoring": {"rules": RULES | {"runbooks": "https://example.com/r"}}}
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump({"groups": json.loads(json.dumps(expected(values, "vision")))}))
    command = [str(find("promtool")), "check", "rules", "--lint=all", "--lint-fatal", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
