"""Values of charts/triton that have a cluster's Prometheus scrape a service: ``monitoring``, without its rules."""

from __future__ import annotations

from typing import Any

from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.spec.units import Duration

Values = dict[str, Any]

LONGEST_SCRAPE = Duration("10s")
"""Prometheus' own default (prometheus/prometheus:config/config.go, DefaultGlobalConfig)."""


def monitoring_values(service: ResolvedService, environment: ResolvedEnvironment) -> Values:
    """The monitor of a service and its pace, as top-level keys to merge with the others.

    Empty where no Prometheus is declared, where somebody else tells it what to scrape, and where the service wants
    no monitoring. The base has no cluster, so it has no monitor.
    """
    prometheus = environment.cluster.prometheus if environment.cluster else None
    if prometheus is None or prometheus.monitors == "none" or not service.spec.monitoring.enabled:
        return {}
    interval = prometheus.scrape_interval
    return {
        "monitoring": {
            "monitor": prometheus.monitors,
            "labels": dict(prometheus.monitor_labels or {}),
            "interval": _one_unit(interval),
            "scrapeTimeout": _one_unit(min(interval, LONGEST_SCRAPE)),
        }
    }


def _one_unit(duration: Duration) -> str:
    """A duration as the chart takes it: whole seconds, or milliseconds where it has a fraction of one."""
    if duration.amount == int(duration.amount):
        return f"{int(duration.amount)}s"
    return f"{int(duration.amount * 1000)}ms"
