"""Scaling: the signal is one that its owner can read, and that is there when it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.planner.scaling.choice import (
    VALUE_FALLBACK_SINCE,
    choose,
    keda_release,
    measures,
)
from tritonfleet.planner.scaling.types import Given
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, named, written_at
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.spec.scaling import Scaling, Signal

WITHOUT_PODS = ("gateway", "cron")
"""Signals that are there while no pod runs."""
WITHOUT_QUERIES = ("cpu", "cron")
MEANS = ("queue-time", "gpu")
"""Signals that are compared as they are, not shared among the pods."""


def _wakes(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    scaling = service.spec.scaling
    if scaling is None or scaling.min != 0 or scaling.owner in ("external", "kpa"):
        return
    path = written_at(environment, service.name, "scaling", "min")
    where = f"service {service.name}: scaling.min is 0"
    if scaling.owner == "hpa":
        message = f"{where}, and an HPA keeps a pod (before Kubernetes 1.37 it must)"
        yield Broken("FLT074", path, message, "set it to 1, or use owner keda")
    elif scaling.on not in WITHOUT_PODS:
        message = f"{where}, and without a pod nobody writes {_words(scaling.on)}: it would sleep for ever"
        yield Broken("FLT074", path, message, "set it to 1, or scale on gateway or cron")


def _readable(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    scaling, cluster = service.spec.scaling, environment.cluster
    if scaling is None or cluster is None or scaling.owner == "external":
        return
    missing = _missing(scaling, cluster, environment, service)
    if missing:
        path = written_at(environment, service.name, "scaling", missing[0])
        yield Broken("FLT075", path, f"{named(environment, service)}: {missing[1]}", missing[2])


def _missing(
    scaling: Scaling, cluster: Cluster, environment: ResolvedEnvironment, service: ResolvedService
) -> tuple[str, str, str] | None:
    """The field that asks for what is not there, what that is, and how to mend it."""
    at = f"clusters.{environment.cluster_name}"
    if scaling.owner == "kpa":
        fix = f"use keda; `tritonfleet scaling {service.name} --owner kpa` shows what Knative would be told"
        return "owner", "owner kpa needs runtime kserve, which is not supported yet", fix
    if scaling.owner == "keda" and cluster.keda is None:
        return (
            "owner",
            f"cluster {environment.cluster_name} declares no KEDA",
            f"declare {at}.keda, or use owner hpa",
        )
    if scaling.gateway and scaling.gateway.by == "http-add-on":
        if scaling.owner != "keda":
            return "gateway", "the HTTP add-on is KEDA's", "use owner keda"
        on = cluster.keda is not None and cluster.keda.http_add_on
        message = f"cluster {environment.cluster_name} has no HTTP add-on of KEDA"
        return None if on else ("gateway", message, f"set {at}.keda.httpAddOn, or count by a query")
    if scaling.on == "cron" and scaling.owner == "hpa":
        return "on", "an HPA knows no calendar", "use owner keda"
    signal = choose(service, cluster, Given()).value
    if signal not in WITHOUT_QUERIES and not measures(service, cluster):
        key = "adapter" if scaling.owner == "hpa" else "address"
        return "on", f"{_words(signal)} are asked of Prometheus", f"state {at}.prometheus.{key}"
    own = signal not in (*WITHOUT_QUERIES, "gateway")
    if own and not service.spec.monitoring.enabled:
        return "on", f"nothing scrapes {_words(signal)}: monitoring.enabled is false", "enable it"
    return None


def _keda(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    scaling, cluster = service.spec.scaling, environment.cluster
    if scaling is None or cluster is None or scaling.owner != "keda":
        return
    release = keda_release(cluster)
    if release and release < VALUE_FALLBACK_SINCE and scaling.on in MEANS:
        stated = cluster.versions.keda
        message = (
            f"{named(environment, service)}: KEDA {stated} has no fallback for a mean such as {scaling.on}: what "
            "cannot be read stops the scaling"
        )
        path = written_at(environment, service.name, "scaling", "on")
        yield Broken(
            "FLT079", path, message, "upgrade KEDA to 2.18, or scale on concurrency", Severity.WARNING
        )


def _words(signal: Signal) -> str:
    return {
        "auto": "metrics",
        "gpu": "GPU metrics",
        "requests": "request counts",
        "pending": "queue lengths",
    }.get(signal, f"{signal} metrics")


RULES: tuple[ServiceRule, ...] = (_wakes, _readable, _keda)
