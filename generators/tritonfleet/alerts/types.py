"""Recording rules and alerts as values, with what a person on call needs to know about each alert.

Texts and expressions may hold terms, ``$(name)``: ``terms.py`` gives them a value for one service, ``helm.py`` one
in the chart's template. A rule whose ``when`` names an empty term is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """What Alertmanager routes by: ``critical`` wakes somebody, ``warning`` is a ticket, ``info`` is for who looks."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


class Scope(StrEnum):
    """Which chart renders the rules: one service's, or the one a cluster has once."""

    SERVICE = "triton"
    CLUSTER = "triton-platform"


@dataclass(frozen=True, slots=True)
class Cause:
    """A usual cause of an alert, and what mends it."""

    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Runbook:
    """What the page of an alert says.

    ``queries``: title → expression to run, with the same terms as rules have. ``rules``: ids of our checks that find a
    cause of it before it is deployed.
    """

    means: str
    users_see: str
    queries: Mapping[str, str]
    causes: tuple[Cause, ...]
    rules: tuple[str, ...] = ()
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """A series that Prometheus computes: ``record`` is its name, ``level:metric:operations``."""

    record: str
    expr: str
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    when: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert. ``lasts`` is its ``for``, empty for none. ``needs``: metrics that are off in dcgm-exporter."""

    name: str
    severity: Severity
    expr: str
    lasts: str
    summary: str
    description: str
    runbook: Runbook
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    when: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that Prometheus evaluates one after the other, every ``interval`` (its own default if empty)."""

    name: str
    scope: Scope
    rules: tuple[Recording | Alert, ...]
    interval: str = ""
    when: str = ""

    def alerts(self) -> Iterator[Alert]:
        """The alerts among the rules."""
        return (rule for rule in self.rules if isinstance(rule, Alert))
