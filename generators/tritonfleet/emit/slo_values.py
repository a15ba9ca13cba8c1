"""Values of charts/triton that follow from objectives: ``slo``, ``monitoring.rules``, the histogram's flag."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tritonfleet.planner.slo import LatencyPlan, SloPlan, ensembles
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService

Values = dict[str, Any]
HOUR, DAY = 3600, 86_400
EMPTY_SCALER = "TritonScalerEmpty"
"""Without a pod nobody writes what the scaler asks for: an empty answer is no mistake."""


def slo_values(
    plan: SloPlan | None,
    service: ResolvedService,
    environment: ResolvedEnvironment,
    *,
    runbooks: str | None = None,
) -> Values:
    """What the objectives make of the values, as top-level keys to merge with the others.

    ``monitoring`` is there only where a cluster's Prometheus reads the rules. ``runbooks`` is the address of the
    folder with the runbooks, if the fleet has one.
    """
    values: Values = {}
    if twice := dict.fromkeys(ensembles(service), True):
        values["slo"] = {"ensembles": twice}
    if plan is not None:
        values["slo"] = {
            **values.get("slo", {}),
            "models": dict.fromkeys(plan.models.value, True) if plan.selects_models else {},
            "latency": _latency(plan.latency) if plan.latency else None,
            "availability": {"objective": f"{plan.availability.objective.value:f}"}
            if plan.availability
            else None,
            "window": window_text(plan.window.value),
        }
        if plan.latency and plan.latency.source.value == "histogram":
            values["server"] = {"metrics": {"histogramLatencies": True}}
    if rules := rules_values(service, environment, runbooks):
        values["monitoring"] = {"rules": rules}
    return values


def rules_values(service: ResolvedService, environment: ResolvedEnvironment, runbooks: str | None) -> Values:
    """Values below ``monitoring.rules``; nothing where no Prometheus is declared or the service wants none."""
    wanted = service.spec.monitoring
    prometheus = environment.cluster.prometheus if environment.cluster else None
    if prometheus is None or not (wanted.enabled and wanted.alerts):
        return {}
    return {
        "enabled": True,
        "labels": dict(prometheus.selected_rule_labels or {}),
        "alertLabels": dict(wanted.labels),
        "runbooks": runbooks,
        "without": dict.fromkeys(_unfit_alerts(service, environment.cluster), True) | dict(wanted.without),
    }


def _unfit_alerts(service: ResolvedService, cluster: Cluster | None) -> list[str]:
    """Names of the alerts that cannot work here, or would fire while all is well."""
    from tritonfleet.alerts import Scope, blind_alerts

    release, scaling = service.spec.image.triton_release, service.spec.scaling
    releases = {"triton": "{:02}.{:02}".format(*release) if release else ""}
    by_keda = scaling is not None and scaling.owner == "keda"
    if cluster and by_keda:
        releases["keda"] = cluster.versions.keda or ""
    unfit = set(blind_alerts(Scope.SERVICE, releases))
    if scaling and by_keda and scaling.min == 0:
        unfit.add(EMPTY_SCALER)
    return sorted(unfit)


def window_text(seconds: int) -> str:
    """A time of whole hours as Prometheus reads it: ``30d``, ``36h``."""
    return f"{seconds // DAY}d" if seconds % DAY == 0 else f"{seconds // HOUR}h"


def _latency(latency: LatencyPlan) -> Values:
    return {
        "objective": f"{latency.objective.value:f}",
        "withinMilliseconds": _number(latency.within.value),
        "source": latency.source.value,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
