"""Values of what watches a cluster: alerts on its GPUs and scalers, and the scrape of dcgm-exporter."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from tritonfleet.charts.alert_names import ClusterAlerts
from tritonfleet.charts.monitoring import AlertRules, ScrapeDuration, require_end
from tritonfleet.charts.platform_counters import Counters, default_counters
from tritonfleet.charts.types import Label, Labels, Name, OwnLabels, Values


class PlatformRules(AlertRules):
    """The PrometheusRule of a cluster: recording rules and alerts on what its services share."""

    gpu: bool = Field(True, description="Alerts on GPUs, by dcgm-exporter's metrics.")
    keda: bool = Field(True, description="Alerts on KEDA's scalers.")
    without: ClusterAlerts = Field(
        default_factory=dict, description="Alerts that are left out: name, and `true`."
    )


class DcgmMonitor(Values):
    """What has Prometheus scrape dcgm-exporter, with the labels of the workload instead of the exporter's own.

    NVIDIA's own monitors must be off beside it: every series would exist twice.
    """

    kind: Literal["none", "ServiceMonitor", "PodMonitor"] = Field(
        "none", description="What has Prometheus scrape it; none: somebody else does."
    )
    labels: OwnLabels = Field(
        default_factory=dict, description="Labels of the monitor: those that Prometheus selects by."
    )
    namespace: Label | None = Field(
        None, description="Namespace of dcgm-exporter; null is that of the other objects."
    )
    selector: Labels | None = Field(
        None, description="Labels of its Service and Pods; null is those that the GPU operator gives."
    )
    port: Label | None = Field(
        None,
        description="Name of the port; null is the GPU operator's: gpu-metrics, metrics for a PodMonitor.",
    )
    interval: ScrapeDuration = Field(
        "30s",
        description="Time between two scrapes; the exporter measures every 30 seconds unless told otherwise.",
    )
    scrape_timeout: ScrapeDuration = Field("20s", description="Longest scrape; at most the interval.")

    @model_validator(mode="after")
    def _scrapes_end(self) -> Self:
        """Prometheus refuses a scrape that may outlast the interval; the chart's templates fail for it too."""
        require_end(self.interval, self.scrape_timeout)
        return self


class DcgmCounters(Values):
    """The ConfigMap with what dcgm-exporter measures. It lies beside the exporter, which must be told its name."""

    enabled: bool = Field(False, description="Create it.")
    name: Name | None = Field(
        None, description="Name of the ConfigMap; null is that of the objects, and dcgm-counters."
    )
    fields: Counters = Field(
        default_factory=default_counters,
        description="DCGM field, and `type, help`: the complete list. A field that is null is left out.",
    )


class Dcgm(Values):
    """NVIDIA's dcgm-exporter."""

    monitor: DcgmMonitor = Field(default_factory=DcgmMonitor, description="How it is scraped.")
    counters: DcgmCounters = Field(default_factory=DcgmCounters, description="What it measures.")


class PlatformMonitoring(Values):
    """Objects of Prometheus Operator (monitoring.coreos.com), which must be installed."""

    namespace: Label | None = Field(
        None,
        description="Namespace of rules and monitors, one that Prometheus looks into; null is that of the others.",
    )
    alert_rules: PlatformRules = Field(
        default_factory=PlatformRules, alias="rules", description="Recording rules and alerts."
    )
    dcgm: Dcgm = Field(default_factory=Dcgm, description="Metrics of GPUs.")
