"""Which metrics exist: of Triton, dcgm-exporter, KEDA, vLLM and Kubernetes, read from ``catalog/metrics``."""

from tritonfleet.metrics.catalogue import Exporter, exporter, is_dcgm_field, metric, nearest, owner
from tritonfleet.metrics.types import Kind, Metric, Scope, Switch

__all__ = [
    "Exporter",
    "Kind",
    "Metric",
    "Scope",
    "Switch",
    "exporter",
    "is_dcgm_field",
    "metric",
    "nearest",
    "owner",
]
