"""What the sections of charts/triton must agree on, beyond what JSON Schema can compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tritonfleet.charts.routes import Ingress, Route

if TYPE_CHECKING:
    from tritonfleet.charts.values import TritonValues


def disagreements(values: TritonValues) -> Iterator[str]:
    """What cannot work together, one line each. The templates of the chart fail for the same."""
    ports = (values.server.http.port, values.server.grpc.port, values.server.metrics.port)
    if len(set(ports)) < len(ports):
        yield "server: http.port, grpc.port and metrics.port must differ"
    budget = values.probes.startup.budget_seconds
    if values.progress_deadline_seconds is not None and values.progress_deadline_seconds <= budget:
        yield f"progressDeadlineSeconds must be above probes.startup.budgetSeconds ({budget})"
    limit = values.resources.limits.memory
    if values.shared_memory.mount and limit is not None and limit <= values.shared_memory.size:
        yield f"sharedMemory.size must be below resources.limits.memory ({limit})"
    if values.model_repository.identity and not values.service_account.create:
        yield f"{values.model_repository.identity} needs serviceAccount.create: true"
    yield from _of_metrics(values)
    yield from _of_autoscaling(values)
    yield from _of_interceptor(values)


def _of_metrics(values: TritonValues) -> Iterator[str]:
    """Triton stops every counter with counter_latencies=false: core:src/metric_model_reporter.cc (IncrementCounter)."""
    metrics = values.server.metrics
    if values.monitoring.alert_rules.enabled and not metrics.counter_latencies:
        yield "monitoring.rules.enabled needs server.metrics.counterLatencies: true"
    if values.autoscaling.owner != "keda":
        return
    for name, trigger in values.autoscaling.keda.triggers.items():
        if trigger and trigger.signal and not (metrics.enabled and metrics.counter_latencies):
            yield (
                f"autoscaling.keda.triggers.{name}.signal needs server.metrics.enabled and counterLatencies: true"
            )


def _of_autoscaling(values: TritonValues) -> Iterator[str]:
    scaling = values.autoscaling
    if scaling.owner == "none":
        return
    keda = scaling.owner == "keda"
    entries = list(scaling.keda.triggers.values()) if keda else list(scaling.hpa.metrics.values())
    if entries and not any(entries):
        at = "keda.triggers" if keda else "hpa.metrics"
        yield f"autoscaling.{at}: expected at least one, because owner is {scaling.owner}"
    amounts = (*values.resources.requests, *values.resources.limits)
    requested = {name for name, amount in amounts if amount is not None}
    for key, resource in scaling.resources():
        if resource not in requested:
            yield f"autoscaling.{key} needs resources.requests.{resource}"
    kept = values.pod_disruption_budget.min_available
    if values.pod_disruption_budget.enabled and isinstance(kept, int) and kept >= max(scaling.min, 1):
        yield f"podDisruptionBudget.minAvailable ({kept}) must be below autoscaling.min ({scaling.min})"


def _of_interceptor(values: TritonValues) -> Iterator[str]:
    """A way in leads through the add-on's proxy, which forwards to one port and knows services by their hosts."""
    route = values.autoscaling.keda.interceptor_route
    if values.autoscaling.owner != "keda" or route is None:
        return
    at = "autoscaling.keda.interceptorRoute"
    ways: dict[str, Ingress | Route] = {
        "ingress": values.ingress,
        "httpRoute": values.http_route,
        "grpcRoute": values.grpc_route,
    }
    for name, way in ways.items():
        port = "grpc" if name == "grpcRoute" else "http"
        if way.enabled and port != route.port:
            yield f"{name}: {at} leads to port {route.port} only"
        elif isinstance(way, Route) and way.enabled and not (way.hostnames or route.hosts):
            yield f"{name}.hostnames is needed, because {at} finds the service by its host"
