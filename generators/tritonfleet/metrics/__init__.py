"""Which metrics exist: of Triton, dcgm-exporter, KEDA, KServe, vLLM and Kubernetes, read from ``catalog/metrics``."""

from tritonfleet.metrics.catalogue import exporter, exporters, is_dcgm_field, metric, nearest, owner
from tritonfleet.metrics.exposed import at, exists
from tritonfleet.metrics.targets import stored_label, target_labels
from tritonfleet.metrics.types import Exporter, Kind, Metric, Scope, Switch, TargetLabel

__all__ = [
    "Exporter",
    "Kind",
    "Metric",
    "Scope",
    "Switch",
    "TargetLabel",
    "at",
    "exists",
    "exporter",
    "exporters",
    "is_dcgm_field",
    "metric",
    "nearest",
    "owner",
    "stored_label",
    "target_labels",
]
