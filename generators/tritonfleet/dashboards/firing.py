"""The alerts that fire, of services and of what services share."""

from __future__ import annotations

from tritonfleet.alerts import Scope, groups
from tritonfleet.dashboards.asking import CLUSTER_MATCHER
from tritonfleet.dashboards.objectives import recorded
from tritonfleet.dashboards.views import Ask, Link, Shape, View

_TO_ALERT = Link("Open the alert and its runbook", "/alerting/list?search=rule:${__data.fields.Alert}")


def firing_alerts() -> View:
    """The alerts that fire; Grafana's page of each shows its runbook. Those of GPUs and KEDA are of no service."""
    state = 'alertstate="firing"'
    cluster = "|".join(each.name for group in groups(Scope.CLUSTER) for each in group.alerts())
    of_cluster = f'ALERTS{{{CLUSTER_MATCHER},{state},alertname=~"{cluster}"}}'
    firing = f"{recorded('ALERTS', state)} or {of_cluster}"
    return View(
        "Firing alerts",
        "Alerts that fire now: of the chosen services, of GPUs and of KEDA. Empty is good. A click opens the alert "
        "with its runbook.",
        (Ask(f"count by (alertname, severity, job) ({firing})", "Series"),),
        "short",
        Shape.TABLE,
        8,
        9,
        links=(_TO_ALERT,),
        nothing="No alert fires",
        names={"alertname": "Alert", "severity": "Severity", "job": "Service"},
    )
