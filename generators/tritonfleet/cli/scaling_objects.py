"""The objects of one scaling: what the chart renders, and what lies beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tritonfleet.emit.interceptor_route import interceptor_route
from tritonfleet.emit.prometheus_adapter import adapter_values, external_rules
from tritonfleet.emit.scaling_values import scaling_values
from tritonfleet.planner import timing
from tritonfleet.planner.slo import entry_models
from tritonfleet.render.helm import Release, render

if TYPE_CHECKING:
    from tritonfleet.cli.scaling import Answer

Object = dict[str, Any]
AUTOSCALERS = ("ScaledObject", "HorizontalPodAutoscaler")


def objects_of(answer: Answer) -> list[Object]:
    """The autoscaler as the chart renders it, with what it needs; for Knative what a revision's template says."""
    plan, service, environment = answer.plan, answer.service, answer.environment
    if answer.knative is not None:
        limit = answer.knative.container_concurrency.value
        annotations = answer.knative.annotations
        return [{"metadata": {"annotations": annotations}, "spec": {"containerConcurrency": limit}}]
    assert environment.spec is not None
    values = {
        "fullnameOverride": service.name,
        "modelRepository": {"pvc": {"claimName": service.name}},
        "replicas": None,
        "slo": {"models": dict.fromkeys(entry_models(service).value, True)},
        "probes": {"startup": {"budgetSeconds": timing.startup_budget(service.models).value}},
        "autoscaling": scaling_values(plan, service, environment),
    }
    release = Release("triton", service.name, environment.spec.namespace, values)
    found = [each for each in render([release])[0] if each["kind"] in AUTOSCALERS]
    route = interceptor_route(plan, service, environment)
    rules = external_rules(service, plan)
    return found + ([route] if route else []) + ([adapter_values(rules)] if rules else [])
