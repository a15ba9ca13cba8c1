"""Grafana dashboards among the manifests: in ConfigMaps for the sidecar, and in GrafanaDashboard objects."""

from tritonfleet.checks.dashboards.model import Dashboard, Panel, Target, Variable, dashboards
from tritonfleet.checks.dashboards.place import place

__all__ = ["Dashboard", "Panel", "Target", "Variable", "dashboards", "place"]
