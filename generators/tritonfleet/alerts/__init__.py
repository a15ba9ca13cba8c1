"""Recording rules, alerts and their runbooks: defined once, rendered here and by the charts' templates."""

from tritonfleet.alerts.catalogue import alert, alert_names, alerts, groups, needed_counters
from tritonfleet.alerts.lacking import blind_alerts
from tritonfleet.alerts.render import rendered
from tritonfleet.alerts.terms import Terms, service_terms
from tritonfleet.alerts.types import Alert, Cause, Group, Recording, Runbook, Scope, Severity

__all__ = [
    "Alert",
    "Cause",
    "Group",
    "Recording",
    "Runbook",
    "Scope",
    "Severity",
    "Terms",
    "alert",
    "alert_names",
    "alerts",
    "blind_alerts",
    "groups",
    "needed_counters",
    "rendered",
    "service_terms",
]
