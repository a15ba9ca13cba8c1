"""Whatever is accepted gives autoscalers that no rule about scaling objects to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scaled_fleets import accepted, scaled_fleets

from support.fleets import parsed
from tritonfleet import checks, yamlio
from tritonfleet.pipeline.build import draft_service
from tritonfleet.pipeline.facts import facts_of
from tritonfleet.planner.usage import demand_of, usage
from tritonfleet.render.helm import render
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import resolve_service

AT_ONCE = 12
OWN_CHOICE = {"SCL216", "SCL217"}
"""Said of whoever scales pods with GPUs on how busy these or their CPUs are, which is only done when asked for."""
EVEN_BOUNDS = {"SCL008"}
"""Said where the bounds meet: the pool is full."""
FEW = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # One example starts Helm once for many fleets; looking for the least that fails would start it for hours.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def drafted(fleets: list[dict[str, Any]]) -> list[tuple[FleetFile, list[dict[str, Any]]]]:
    """Each fleet with the objects of its service in prod, rendered together."""
    files = [parsed(fleet) for fleet in fleets]
    releases = []
    for file in files:
        environment = resolve_service(file, "vision")["prod"]
        demand = demand_of(environment.services["vision"], environment)
        assert demand is not None
        releases.append(draft_service(file, "vision", usage([demand])).releases["prod"])
    return list(zip(files, render(releases), strict=True))


def autoscaler(objects: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = [o for o in objects if o["kind"] in ("ScaledObject", "HorizontalPodAutoscaler")]
    return found


@given(st.lists(scaled_fleets().filter(accepted), min_size=AT_ONCE, max_size=AT_ONCE))
@FEW
def test_an_accepted_fleet_gives_an_autoscaler_that_no_rule_objects_to(fleets):
    for file, objects in drafted(fleets):
        scaling = [autoscaler(objects), *(o for o in objects if o["kind"] == "Deployment")]
        text = "---\n".join(map(yamlio.dump, scaling))
        manifests = yamlio.load_manifests(text, "rendered.yaml")
        report = checks.run(manifests, facts_of(file.fleet, "prod"), select=["SCL"])
        found = [each for each in report.findings if each.rule not in OWN_CHOICE | EVEN_BOUNDS]
        assert found == [], text


@given(st.lists(scaled_fleets().filter(accepted), min_size=AT_ONCE, max_size=AT_ONCE))
@FEW
def test_an_accepted_fleet_gives_numbers_that_hold_together(fleets):
    for _, objects in drafted(fleets):
        spec = autoscaler(objects)["spec"]
        least, most = (
            spec.get(f"{bound}ReplicaCount", spec.get(f"{bound}Replicas")) for bound in ("min", "max")
        )
        assert least <= most
        if fallback := spec.get("fallback"):
            assert max(least, 1) <= fallback["replicas"] <= most
        for trigger in spec.get("triggers", []):
            assert float(trigger["metadata"].get("threshold", 1)) >= 0.02


def test_no_scaled_deployment_states_replicas():
    from scaled import fleet

    ((_, objects),) = drafted([fleet()])
    (deployment,) = [o for o in objects if o["kind"] == "Deployment"]
    assert "replicas" not in deployment["spec"]


@pytest.mark.parametrize("by", ["bearer", "basic"])
def test_credentials_are_named_and_their_mode_said(by):
    from scaled import PROMETHEUS, fleet

    key = {"secret": "prometheus", "key": "it"}
    given = {"bearer": {"bearer": key}, "basic": {"username": key, "password": key}}[by]
    made = fleet(clusters__main__prometheus=PROMETHEUS | {"authentication": given})
    ((_, objects),) = drafted([made])
    (trigger,) = autoscaler(objects)["spec"]["triggers"]
    assert trigger["authenticationRef"]["name"] == "platform-prometheus"
    assert trigger["metadata"]["authModes"] == by


def queries_of(**changes: Any) -> dict[str, str]:
    from scaled import fleet

    ((_, objects),) = drafted([fleet(**changes)])
    return {
        trigger["name"]: trigger["metadata"]["query"] for trigger in autoscaler(objects)["spec"]["triggers"]
    }


def test_a_query_is_about_this_service_and_its_namespace():
    assert queries_of() == {
        "concurrency": "sum(rate(nv_inference_request_duration_us"
        '{namespace="triton-prod",job="vision"}[1m])) / 1e6'
    }


def test_requests_of_an_ensemble_are_not_counted_again_at_its_steps():
    ensemble = {"platform": "ensemble", "ensemble": {"steps": [{"model": "classifier"}]}}
    found = queries_of(models__whole=ensemble, services__vision__models=["classifier", "whole"])
    assert 'model=~"whole"' in found["concurrency"]


def test_each_model_is_asked_for_alone():
    other = {"backend": "onnxruntime"}
    found = queries_of(models__other=other, services__vision__models=["classifier", "other"])
    for model in ("classifier", "other"):
        assert f'model=~"{model}"' in found[f"concurrency-{model}"]
