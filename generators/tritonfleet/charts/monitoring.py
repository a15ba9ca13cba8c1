"""Values of what watches the service: the monitor that has it scraped, and the rules over its metrics."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tritonfleet.charts.alert_names import ServiceAlerts
from tritonfleet.charts.types import LabelText, OwnLabels, Refuse, Values, broken_rule, pattern
from tritonfleet.spec.units import Duration

ScrapeDuration = Annotated[str, pattern(r"^[1-9][0-9]{0,5}(ms|s|m)$")]
"""A duration of Prometheus in one unit, which the chart can compare."""

HttpAddress = Annotated[
    str, pattern(r"^https?://[A-Za-z0-9._:\[\]-]+(/[A-Za-z0-9._~%!$&'()*+,;=:@/-]*)?$", max_length=2048)
]
"""An address with its scheme, which clients refuse to guess, and without a user, whose password it would show."""

AlertLabel = Annotated[
    str,
    pattern(r"^[a-zA-Z_][a-zA-Z0-9_]*$"),
    Refuse(
        r"^(__|(alertname|severity|namespace|job|pod|slo|long|short)$)",
        "Prometheus or the rules set this label, and routes and silences go by it",
    ),
]
"""The name of a label that a person adds to every alert."""


class AlertRules(Values):
    """The PrometheusRule: recording rules, alerts on the objectives below ``slo``, alerts on symptoms."""

    enabled: bool = Field(False, description="Create it.")
    labels: OwnLabels = Field(
        default_factory=dict, description="Labels of the PrometheusRule: those that Prometheus selects by."
    )
    alert_labels: dict[AlertLabel, LabelText] = Field(
        default_factory=dict, description="Labels of every alert, such as team."
    )
    runbooks: HttpAddress | None = Field(
        None, description="Address of the folder with the runbooks; null links none."
    )
    without: ServiceAlerts = Field(
        default_factory=dict, description="Alerts that are left out: name, and `true`."
    )


def require_end(interval: str, timeout: str) -> None:
    """Raise for a scrape that may outlast the interval, which Prometheus refuses."""
    if Duration(interval) < Duration(timeout):
        raise broken_rule(f"scrapeTimeout ({timeout}) is above interval ({interval})")


class Monitoring(Values):
    """Objects of Prometheus Operator (monitoring.coreos.com), which must be installed."""

    monitor: Literal["none", "ServiceMonitor", "PodMonitor"] = Field(
        "none", description="What has Prometheus scrape the Pods; none: somebody else does."
    )
    labels: OwnLabels = Field(
        default_factory=dict, description="Labels of the monitor: those that Prometheus selects by."
    )
    interval: ScrapeDuration = Field("15s", description="Time between two scrapes.")
    scrape_timeout: ScrapeDuration = Field("10s", description="Longest scrape; at most the interval.")
    alert_rules: AlertRules = Field(
        default_factory=AlertRules, alias="rules", description="Recording rules and alerts."
    )

    @model_validator(mode="after")
    def _scrapes_end(self) -> Self:
        """Prometheus refuses a scrape that may outlast the interval; the chart's templates fail for it too."""
        require_end(self.interval, self.scrape_timeout)
        return self
