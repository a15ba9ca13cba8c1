"""How services and clusters are watched: Prometheus, Grafana, KEDA, and what a service wants of them."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.charts.alert_names import ServiceAlerts
from tritonfleet.charts.monitoring import AlertLabel, HttpAddress
from tritonfleet.charts.types import OwnLabels
from tritonfleet.spec.base import DnsLabel, DnsSubdomain, LabelKey, LabelValue, Spec
from tritonfleet.spec.units import Duration

SecretKey = Annotated[str, StringConstraints(pattern=r"^[-._a-zA-Z0-9]{1,253}$")]
Labels = dict[LabelKey, LabelValue]


def _with_scheme(value: object) -> object:
    """Says what is wrong with an address in words; its exact form is ``HttpAddress``'s matter."""
    if not isinstance(value, str):
        return value
    if "@" in value:
        message = (
            "no user and no password belong into an address: Prometheus' `authentication` refers to them"
        )
        raise PydanticCustomError("address", message)
    if not re.match(r"https?://", value):
        message = "expected an address with its scheme, such as http://{rest}, got {given}"
        rest = value.rpartition("://")[2] or "example.com"
        raise PydanticCustomError("address", message, {"rest": rest, "given": repr(value)})
    if not _leads_somewhere(value):
        message = "expected a host and, if any, a port up to 65535, got {given}"
        raise PydanticCustomError("address", message, {"given": repr(value)})
    return value


def _leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool((parts.hostname or "").strip(".")) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number, or above 65535
        return False


def _without_api(address: str) -> str:
    # KEDA adds the path of the API itself (kedacore/keda:pkg/scalers/prometheus_scaler.go).
    base = re.sub(r"/api/v1(/.*)?$", "", address)
    if base != address:
        message = "expected the address without the path of Prometheus' API, such as {base}, got {given}"
        raise PydanticCustomError("address", message, {"base": base, "given": repr(address)})
    return address


Address = Annotated[HttpAddress, BeforeValidator(_with_scheme)]
"""An HTTP address with its scheme, which clients refuse to guess."""


def _scrapable(interval: Duration) -> Duration:
    if not 1 <= interval.seconds <= 150:
        # A rate needs two samples, and the recorded ones look back five minutes (alerts/).
        message = (
            "expected 1s to 150s, got {given}: longer, and rates over five minutes find one sample or none"
        )
        raise PydanticCustomError("scrape_interval", message, {"given": str(interval)})
    return interval


class Monitoring(Spec):
    """What is made to watch one service, where its cluster has a Prometheus."""

    enabled: bool = True
    alerts: Annotated[bool, Field(description="recording rules and alerts")] = True
    labels: Annotated[
        dict[AlertLabel, LabelValue], Field(description="labels of every alert, e.g. team")
    ] = {}
    without: Annotated[
        ServiceAlerts, Field(description="alerts to leave out, by name: {TritonCacheUseless: true}")
    ] = {}


class SecretRef(Spec):
    """A key of a Secret that lies beside the services; it is named here and made elsewhere."""

    secret: DnsSubdomain
    key: SecretKey


class PrometheusAuthentication(Spec):
    """How KEDA proves itself to Prometheus: by references, never by values."""

    bearer: Annotated[SecretRef | None, Field(description="a token")] = None
    username: SecretRef | None = None
    password: SecretRef | None = None
    ca: Annotated[
        SecretRef | None, Field(description="the authority that signed Prometheus' certificate")
    ] = None

    @model_validator(mode="after")
    def _one_mode(self) -> Self:
        if (self.username is None) != (self.password is None):
            raise PydanticCustomError("authentication", "username and password belong together")
        if self.bearer and self.username:
            raise PydanticCustomError("authentication", "bearer and username exclude each other")
        if not (self.bearer or self.username):
            # With an authority alone KEDA has no mode, and ignores it (kedacore/keda:pkg/scalers/authentication).
            raise PydanticCustomError("authentication", "expected bearer, or username and password")
        return self


class PrometheusAdapter(Spec):
    """prometheus-adapter, which gives HorizontalPodAutoscalers their external metrics."""

    namespace: DnsLabel = "monitoring"


class Prometheus(Spec):
    """The Prometheus that scrapes this cluster, by Prometheus Operator."""

    namespace: Annotated[DnsLabel, Field(description="its pods may reach the metrics port")]
    address: Annotated[
        Annotated[Address, AfterValidator(_without_api)] | None,
        Field(description="where queries go, e.g. http://prometheus.monitoring.svc:9090"),
    ] = None
    monitors: Annotated[
        Literal["ServiceMonitor", "PodMonitor", "none"],
        Field(description="what tells it to scrape a service; none: somebody else does"),
    ] = "ServiceMonitor"
    monitor_labels: Annotated[
        OwnLabels | None, Field(description="labels that it selects monitors by; {}: it takes all")
    ] = None
    rule_labels: Annotated[
        OwnLabels | None, Field(description="labels that it selects rules by; left out: those of monitors")
    ] = None
    scrape_interval: Annotated[Duration, AfterValidator(_scrapable)] = Duration("15s")
    authentication: PrometheusAuthentication | None = None
    adapter: PrometheusAdapter | None = None

    @property
    def selected_rule_labels(self) -> Labels | None:
        """The labels that it selects rules by: those of monitors unless stated; None when unknown."""
        return self.monitor_labels if self.rule_labels is None else self.rule_labels


class GrafanaSidecar(Spec):
    """The sidecar of Grafana's chart, which loads dashboards from ConfigMaps."""

    label: LabelKey = "grafana_dashboard"
    value: LabelValue = "1"


class GrafanaOperator(Spec):
    """Grafana's operator, which loads GrafanaDashboard resources."""

    instance_selector: Annotated[Labels, Field(description="labels of the Grafana resources that show them")]


class Grafana(Spec):
    """The Grafana that shows this cluster. The sidecar loads the dashboards unless an operator is named."""

    folder: Annotated[str | None, Field(min_length=1, description="folder of the dashboards")] = None
    sidecar: GrafanaSidecar | None = None
    operator: GrafanaOperator | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.sidecar and self.operator:
            raise PydanticCustomError(
                "grafana", "sidecar and operator exclude each other: both would load them"
            )
        return self


class Keda(Spec):
    """KEDA on this cluster."""

    namespace: DnsLabel = "keda"
    http_add_on: Annotated[
        bool, Field(description="whether its HTTP add-on, 0.15 or later, is installed beside it")
    ] = False
