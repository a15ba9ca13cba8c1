"""The dashboards drawn from a real Prometheus: what a Grafana would show of it, and what would be empty."""

from tritonfleet.dashboards.preview.client import Prometheus
from tritonfleet.dashboards.preview.run import Preview, Wanted, prepare, preview
from tritonfleet.dashboards.preview.timing import Range

__all__ = ["Preview", "Prometheus", "Range", "Wanted", "prepare", "preview"]
