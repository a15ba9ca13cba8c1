"""Alerts on KEDA itself, which a cluster has once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tritonfleet.alerts.types import Alert, Cause, Group, Runbook, Scope, Severity
from tritonfleet.queries import query

_BY = ("namespace", "scaledObject")
_ERRORS = query("scaler-errors").expression("", "10m", _BY)
_REFUSED = query("webhook-errors").expression("", "15m", ("namespace",))

PAGES: Mapping[str, Runbook] = MappingProxyType({
    "KedaAbsent": Runbook(
        "Prometheus has no metric of KEDA's operator.",
        "Nothing yet; slow answers when load grows and no pod comes.",
        {"KEDA": "keda_build_info"},
        (Cause("the operator does not run", "`kubectl get pods` in its namespace"),
         Cause("its metrics are off or not scraped", "set `prometheus.operator.enabled` in KEDA's chart")),
        ("MON001", "MON003"),
    ),
    "KedaScalersFailing": Runbook(
        "Several ScaledObjects cannot be read at once, so the cause is most likely what they share: Prometheus, its "
        "address, or KEDA.",
        "Nothing yet; slow answers when load grows and no pod comes.",
        {"Failed readings": _ERRORS},
        (Cause("Prometheus does not answer", "look at Prometheus first"),
         Cause("its address or credentials changed", "compare `prometheus.address` and the TriggerAuthentication"),
         Cause("a NetworkPolicy keeps KEDA out", "open Prometheus' port to KEDA's namespace")),
        ("SCL218", "SCL220"),
        "Silence it while Prometheus is being worked on.",
    ),
    "KedaWebhookRefuses": Runbook(
        "KEDA's admission webhook refused a ScaledObject: what was applied is not what runs.",
        "Nothing yet; the old scaler stays, or there is none.",
        {"Refused": _REFUSED},
        (Cause("another autoscaler has the same target", "keep one: `tritonfleet check` finds the other"),
         Cause("a trigger on CPU or memory without a request", "give the container requests")),
        ("SCL002", "SCL103"),
    ),
})  # fmt: skip


def alert_group() -> Group:
    """Alerts on KEDA's operator and webhook."""
    rules = (
        _alert(
            "KedaAbsent", Severity.WARNING, "absent(keda_build_info)", "10m",
            "Prometheus has no metric of KEDA",
            "KEDA's operator does not run or is not scraped: nothing says whether services scale.",
        ),
        _alert(
            "KedaScalersFailing", Severity.WARNING, f"count({_ERRORS} > 0) >= 2", "10m",
            "{{ $value | humanize }} scalers cannot be read",
            "What they share is broken, most likely Prometheus or the way to it.",
        ),
        _alert(
            "KedaWebhookRefuses", Severity.WARNING, f"{_REFUSED} > 0", "",
            "KEDA refused a ScaledObject in {{ $labels.namespace }}",
            "What was applied there is not what runs.",
        ),
    )  # fmt: skip
    return Group("keda-alerts", Scope.CLUSTER, rules, when="keda")


def _alert(name: str, severity: Severity, expr: str, lasts: str, summary: str, description: str) -> Alert:
    return Alert(name, severity, expr, lasts, summary, description, PAGES[name])
