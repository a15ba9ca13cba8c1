"""Recording rules, alerts and their runbooks: defined once, rendered here and by the charts' templates."""

from tritonfleet.alerts.catalogue import alert, alerts, groups, needed_counters
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
    "alerts",
    "groups",
    "needed_counters",
    "rendered",
    "service_terms",
]
