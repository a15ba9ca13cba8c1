"""The objects of one scaling: what the chart renders, and what lies beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tritonfleet.emit.prometheus_adapter import adapter_values, external_rules
from tritonfleet.emit.scaling_values import scaling_values
from tritonfleet.emit.values import ways_in
from tritonfleet.planner import timing
from tritonfleet.planner.slo import entry_models
from tritonfleet.render.helm import Release, render

if TYPE_CHECKING:
    from tritonfleet.cli.scaling import Answer

Object = dict[str, Any]
AUTOSCALERS = ("ScaledObject", "HorizontalPodAutoscaler", "InterceptorRoute")


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
        **ways_in(service.spec, environment.cluster),
    }
    release = Release("triton", service.name, environment.spec.namespace, values)
    rendered = render([release])[0]
    found = [each for kind in AUTOSCALERS for each in rendered if each["kind"] == kind]
    rules = external_rules(service, plan)
    return found + ([adapter_values(rules)] if rules else [])
