"""Grafana dashboards among the manifests: in ConfigMaps for the sidecar, and in GrafanaDashboard objects."""

from tritonfleet.checks.dashboards.model import Dashboard, Panel, Target, Variable
from tritonfleet.checks.dashboards.reading import LABEL, dashboards

__all__ = ["LABEL", "Dashboard", "Panel", "Target", "Variable", "dashboards"]
