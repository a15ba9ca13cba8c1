"""Alerts that cannot work are left out: by what a release writes, by the scaler, or because a person says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from support.cache import use_own_cache
from support.fleets import parsed, small
from support.generated import made_in
from tritonfleet.alerts import Scope, alert_names, blind_alerts, groups, rendered
from tritonfleet.charts.platform import PlatformValues
from tritonfleet.charts.values import TritonValues
from tritonfleet.checks import Finding, Severity
from tritonfleet.emit.slo_values import rules_values
from tritonfleet.errors import InputError
from tritonfleet.render.helm import Release, render
from tritonfleet.spec.monitoring import Monitoring
from tritonfleet.spec.resolve import resolve_service

PROMETHEUS = {"namespace": "monitoring", "address": "http://prometheus.monitoring.svc:9090"}
GATEWAY = {"by": "query", "query": 'sum(rate(requests_total{service="vision"}[2m]))'}
TYPES = {"triton": TritonValues, "triton-platform": PlatformValues}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    use_own_cache(monkeypatch, tmp_path_factory.mktemp("cache"))


def watched(image: str = "26.07-py3", keda: str = "v2.20.0", least: int = 1) -> dict[str, Any]:
    """A fleet with a Prometheus, and a service that KEDA scales."""
    return small(
        services__vision__image={"tag": image},
        services__vision__scaling={"min": least, "max": 3, "on": "gateway", "target": 5, "gateway": GATEWAY},
        clusters__main__prometheus=PROMETHEUS,
        clusters__main__keda={"namespace": "keda"},
        clusters__main__versions={"keda": keda},
    )


def alerts_of(groups_of_one: list[dict[str, Any]]) -> set[str]:
    """The names of the alerts in groups of a PrometheusRule."""
    return {rule["alert"] for group in groups_of_one for rule in group["rules"] if "alert" in rule}


def made(folder: Path, **given: Any) -> tuple[set[str], list[Finding]]:
    """The alerts of the service, and what our checks have against the fleet's queries."""
    found = made_in(folder, watched(**given))
    rule = next(each for each in found.rendered["prod"]["vision"] if each["kind"] == "PrometheusRule")
    wrong = [each for each in found.findings if each.severity is Severity.ERROR]
    return alerts_of(rule["spec"]["groups"]), wrong


@pytest.mark.parametrize(
    ("alert", "before", "since"),
    [
        ("TritonQueueGrowing", "23.08", "23.09"),
        ("TritonPinnedMemoryFull", "23.12", "24.01"),
        ("TritonRequestsRejected", "24.06", "24.07"),
    ],
)
def test_an_alert_is_left_out_before_the_release_that_writes_its_metric(alert: str, before: str, since: str):
    assert alert in blind_alerts(Scope.SERVICE, {"triton": before})
    assert alert not in blind_alerts(Scope.SERVICE, {"triton": since})


@pytest.mark.parametrize(("release", "blind"), [("v2.19.1", True), ("v2.20.0", False), ("", False)])
def test_empty_answers_are_told_by_the_releases_of_keda_that_count_them(release: str, blind: bool):
    assert ("TritonScalerEmpty" in blind_alerts(Scope.SERVICE, {"keda": release})) is blind


@pytest.mark.parametrize("scope", Scope)
def test_where_no_release_is_known_every_alert_stays(scope: Scope):
    assert blind_alerts(scope, {}) == ()


def test_an_old_image_has_alerts_that_it_can_answer_and_the_checks_agree(tmp_path):
    alerts, wrong = made(tmp_path, image="23.04-py3")
    assert wrong == []
    assert alerts.isdisjoint({"TritonQueueGrowing", "TritonPinnedMemoryFull", "TritonRequestsRejected"})
    assert "TritonServiceDown" in alerts


def test_an_old_keda_has_alerts_that_it_can_answer_and_the_checks_agree(tmp_path):
    alerts, wrong = made(tmp_path, keda="v2.16.0")
    assert wrong == []
    assert "TritonScalerEmpty" not in alerts
    assert "TritonScalerFailing" in alerts


@pytest.mark.parametrize(("least", "told"), [(0, False), (1, True)])
def test_an_empty_answer_is_no_mistake_of_a_service_that_may_have_no_pod(tmp_path, least: int, told: bool):
    alerts, _ = made(tmp_path, least=least)
    assert ("TritonScalerEmpty" in alerts) is told


def test_an_image_of_ones_own_keeps_every_alert(tmp_path):
    alerts, _ = made(tmp_path, image="mine-7")
    assert {"TritonQueueGrowing", "TritonPinnedMemoryFull", "TritonRequestsRejected"} <= alerts


def platform(without: dict[str, bool]) -> list[dict[str, Any]]:
    """The groups of a platform without some alerts; nothing without a PrometheusRule."""
    values = {"monitoring": {"rules": {"enabled": True, "without": without}}}
    (objects,) = render([Release("triton-platform", "platform", "ml", values)])
    return [g for each in objects if each["kind"] == "PrometheusRule" for g in each["spec"]["groups"]]


def test_a_group_without_alerts_is_left_out_as_python_leaves_it_out():
    without = {name: True for name in alert_names(Scope.CLUSTER) if name.startswith("Keda")}
    expected = rendered(groups(Scope.CLUSTER), {"gpu": "true", "keda": "true"}, without=without)
    assert platform(without) == expected
    assert {group["name"] for group in expected} == {"gpu-alerts"}


def test_without_any_alert_the_platform_has_no_rules():
    assert platform(dict.fromkeys(alert_names(Scope.CLUSTER), True)) == []


def test_an_alert_that_is_false_stays():
    assert "GpuHot" in alerts_of(platform({"GpuHot": False}))


@pytest.mark.parametrize(
    ("chart", "typo", "meant"),
    [
        ("triton", "TritonScalerEmtpy", "did you mean `TritonScalerEmpty`?"),
        ("triton-platform", "GpuHott", "did you mean `GpuHot`?"),
    ],
)
def test_an_unknown_alert_is_refused_in_one_line(chart: str, typo: str, meant: str):
    values = {"monitoring": {"rules": {"without": {typo: True}}}}
    with pytest.raises(InputError) as refused:
        render([Release(chart, "one", "ml", values)])
    (problem,) = refused.value.problems
    assert (typo in str(problem), meant in str(problem), str(problem).count("\n")) == (True, True, 0)
    with pytest.raises(ValidationError, match=f"no alert `{typo}`; did you mean"):
        TYPES[chart].model_validate(values)


def test_a_fleet_leaves_out_an_alert_by_name_or_keeps_one_that_would_be_left_out():
    file = parsed(watched("23.12-py3") | {"runbooks": None})
    wanted = {"TritonCacheUseless": True, "TritonPinnedMemoryFull": False}
    service = file.fleet.services["vision"]
    service = service.model_copy(update={"monitoring": Monitoring(without=wanted)})
    environment = resolve_service(file, "vision")["prod"]
    given = replace(environment.services["vision"], spec=service)
    without = rules_values(given, environment, None)["without"]
    assert without["TritonCacheUseless"] is True
    assert without["TritonPinnedMemoryFull"] is False


def test_an_alert_that_a_fleet_misspells_is_told_with_the_one_that_was_meant():
    with pytest.raises(InputError, match="did you mean `TritonCacheUseless`"):
        parsed(
            watched()
            | {
                "services": small(services__vision__monitoring={"without": {"TritonCacheUseles": True}})[
                    "services"
                ]
            }
        )
