"""The builders of grafana-foundation-sdk for dashboards of the v1 schema, which Grafana 10, 11 and 12 all read.

The SDK warns that it prefers the v2 schema, which only Grafana 12 reads and the sidecar does not provision.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "Prefer using dashboardv2", DeprecationWarning)
    from grafana_foundation_sdk.builders import (
        bargauge,
        common,
        dashboard,
        gauge,
        heatmap,
        prometheus,
        stat,
        table,
        timeseries,
    )
    from grafana_foundation_sdk.cog.builder import Builder
    from grafana_foundation_sdk.cog.encoder import JSONEncoder
    from grafana_foundation_sdk.models import common as common_types
    from grafana_foundation_sdk.models import dashboard as types
    from grafana_foundation_sdk.models import prometheus as prometheus_types

__all__ = [
    "Builder",
    "JSONEncoder",
    "bargauge",
    "common",
    "common_types",
    "dashboard",
    "gauge",
    "heatmap",
    "prometheus",
    "prometheus_types",
    "stat",
    "table",
    "timeseries",
    "types",
]
