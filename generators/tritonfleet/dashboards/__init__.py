"""Grafana dashboards: written as data, turned into JSON by grafana-foundation-sdk, shown against a Prometheus.

The SDK is needed to write the JSON (``charts write``), not to read it: who only looks at the dashboards reads the
files beside charts/triton-platform.
"""

from tritonfleet.dashboards.files import FOLDER, Shipped, dashboard, shipped

__all__ = ["FOLDER", "Shipped", "dashboard", "shipped"]
