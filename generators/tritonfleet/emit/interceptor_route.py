"""The InterceptorRoute of KEDA's HTTP add-on: which requests its proxy takes for a service, and counts.

The proxy holds requests while no pod runs, and its scaler wakes the service. Callers have to go through it: the
Service ``keda-add-ons-http-interceptor-proxy`` in KEDA's namespace (kedacore/http-add-on:config/interceptor).
"""

from __future__ import annotations

from typing import Any

from tritonfleet.planner.scaling import ScalingPlan
from tritonfleet.planner.scaling.constants import constants
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService


def interceptor_route(
    plan: ScalingPlan, service: ResolvedService, environment: ResolvedEnvironment
) -> dict[str, Any] | None:
    """The object; None where the add-on does not count for the service.

    It answers to the service's host names: those from outside, and the ones a client inside the cluster would use.
    """
    trigger = plan.triggers.get("gateway")
    if (
        trigger is None
        or trigger.type != "external-push"
        or trigger.target is None
        or environment.spec is None
    ):
        return None
    known, namespace = constants().http_add_on, environment.spec.namespace
    expose = service.spec.expose
    outside = [*(expose.http_route.hostnames if expose.http_route else ())]
    outside += [expose.ingress.host] if expose.ingress else []
    inside = [f"{service.name}.{namespace}{suffix}" for suffix in ("", ".svc", ".svc.cluster.local")]
    return {
        "apiVersion": known["api"],
        "kind": known["kind"],
        "metadata": {"name": service.name, "namespace": namespace},
        "spec": {
            "target": {"service": service.name, "portName": "http"},
            "rules": [{"hosts": [*dict.fromkeys([*outside, *inside])]}],
            "scalingMetric": {"concurrency": {"targetValue": max(1, int(trigger.target.value))}},
        },
    }
