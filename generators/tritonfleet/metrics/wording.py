"""What the catalogue says of a metric, in words: for terminals and for the generated page."""

from __future__ import annotations

from tritonfleet.metrics.types import Metric, Scope

_SCOPES = {
    Scope.MODEL: "a model on a server",
    Scope.SERVER: "a whole server",
    Scope.GPU: "a GPU or a slice of it; whoever shares it repeats the sample",
    Scope.NODE: "the whole node; every server on it repeats the sample",
}


def releases(metric: Metric) -> str:
    """``since 23.09``, ``up to 23.02``; nothing for all."""
    if metric.since and metric.until:
        return f"{metric.since} to {metric.until}"
    if metric.until:
        return f"up to {metric.until}"
    return f"since {metric.since}" if metric.since else ""


def switch(metric: Metric) -> str:
    """How it is switched on; nothing for what is always on."""
    if not metric.default:
        return "off: the exporter's configuration must list it"
    if metric.default_since:
        return f"on since {metric.default_since}; before, the exporter's configuration must list it"
    if metric.switch is None:
        return ""
    return f"{'on' if metric.switch.default else 'off'} unless told otherwise; on by {metric.switch.on}"


def scope(metric: Metric) -> str:
    """What a sample describes; nothing where the catalogue does not say."""
    return _SCOPES[metric.scope] if metric.scope else ""
