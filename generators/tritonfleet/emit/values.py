"""Values for the charts: what a person would have written, and nothing that the chart defaults to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from tritonfleet.dra import QUOTA_SUFFIX
from tritonfleet.emit.gpu_values import gpu_values, placement_values, shared_memory_values
from tritonfleet.emit.monitoring_values import monitoring_values
from tritonfleet.emit.scaling_values import scaling_values
from tritonfleet.emit.server_values import server_values
from tritonfleet.emit.slo_values import slo_values
from tritonfleet.planner.plan import ServicePlan
from tritonfleet.render.chart import Chart
from tritonfleet.spec.cluster import Cluster, IngressController
from tritonfleet.spec.environment import Environment
from tritonfleet.spec.resolve import PLATFORM, ResolvedEnvironment, ResolvedService
from tritonfleet.spec.service import Service

Values = dict[str, Any]
NAMESPACE_LABEL = "kubernetes.io/metadata.name"
NGINX_CLASS = "nginx"
TRITON_MAX_INPUT = "64m"
"""Triton's default (triton-inference-server/server:src/common.h), in the unit of nginx."""


def service_values(
    service: ResolvedService,
    environment: ResolvedEnvironment,
    plan: ServicePlan,
    *,
    config_name: str | None,
    model_files: Mapping[str, Mapping[str, str]],
    runbooks: str | None = None,
) -> Values:
    """Values of charts/triton for one service.

    ``model_files`` is model → path → text, for ConfigMap models. ``runbooks`` is where the fleet publishes them.
    """
    spec = service.spec
    values: Values = {
        "fullnameOverride": service.name,
        "namespaceOverride": environment.spec.namespace if environment.spec else None,
        "commonLabels": dict(environment.spec.labels) if environment.spec else {},
        "podLabels": dict(spec.labels),
        "image": spec.image.model_dump(mode="json", exclude={"pull_secrets"}),
        "imagePullSecrets": dict.fromkeys(spec.image.pull_secrets, True),
        "replicas": None if spec.scaling else spec.replicas,
        "strategy": _strategy(plan),
        "modelRepository": _repository(spec, model_files),
        "server": server_values(spec, plan, config_name),
        "env": {name: var.model_dump(mode="json", exclude_none=True) for name, var in spec.env.items()},
        "gpu": gpu_values(spec.gpu, plan.placement.value if plan.placement else None),
        "resources": _resources(spec),
        "sharedMemory": shared_memory_values(plan),
        "probes": {"startup": {"budgetSeconds": plan.startup_budget.value}},
        "shutdown": {"preStopSeconds": plan.pre_stop.value, "unloadSeconds": plan.unload.value},
        **placement_values(plan, environment.cluster),
        "priorityClassName": spec.priority_class,
        "networkPolicy": {"ingress": _openings(spec, environment.cluster)},
        **ways_in(spec, environment.cluster),
        "test": _test(plan),
        "autoscaling": scaling_values(plan.scaling, service, environment),
    }
    merge_into(values, monitoring_values(service, environment))
    merge_into(values, slo_values(plan.slo, service, environment, runbooks=runbooks))
    return prune(values, chart_defaults("triton"), keep={"namespaceOverride"} if environment.spec else set())


def merge_into(values: Values, more: Mapping[str, Any]) -> None:
    """Add values to others: objects are merged, all else is replaced."""
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(values.get(key), dict):
            merge_into(values[key], value)
        else:
            values[key] = value


def platform_values(environment: Environment, gpu_quota: Mapping[str, int]) -> Values:
    """Values of charts/triton-platform for one environment.

    ``gpu_quota`` is what → most that may be asked: an extended resource, or a ``dra.quota_key``.
    """
    hard: Values = {}
    if environment.quota:
        quota = environment.quota
        given = {"requests.cpu": quota.cpu, "requests.memory": quota.memory, "pods": quota.pods}
        hard = {key: value if isinstance(value, int) else str(value) for key, value in given.items() if value}
        hard |= {_quota_entry(what): count for what, count in gpu_quota.items()}
    values = {
        "fullnameOverride": PLATFORM,
        "namespaceOverride": environment.namespace,
        "commonLabels": dict(environment.labels),
        "namespace": {"create": True},
        "resourceQuota": {"hard": hard},
    }
    return prune(values, chart_defaults("triton-platform"))


def _quota_entry(what: str) -> str:
    return what if what.endswith(QUOTA_SUFFIX) else f"requests.{what}"


@lru_cache
def chart_defaults(chart: str) -> Values:
    """The defaults of a chart's values: its values.yaml, which is generated from the types."""
    return Chart.of(chart).defaults


def prune(values: Values, defaults: Mapping[str, Any], keep: Collection[str] = ()) -> Values:
    """The values that say something else than the defaults do."""
    pruned: Values = {}
    for key, value in values.items():
        default = defaults.get(key)
        if isinstance(value, dict) and isinstance(default, dict):
            value = prune(value, default)
            if value:
                pruned[key] = value
        elif key in keep or (value != default if key in defaults else value is not None):
            pruned[key] = value
    return pruned


def _strategy(plan: ServicePlan) -> Values:
    strategy = plan.strategy.value
    if strategy.type == "Recreate":
        return {"type": "Recreate"}
    return {"maxSurge": strategy.max_surge, "maxUnavailable": strategy.max_unavailable}


def _repository(spec: Service, model_files: Mapping[str, Mapping[str, str]]) -> Values:
    repository = spec.repository
    if repository.config_map is not None:
        return {"configMap": {"models": {name: dict(files) for name, files in model_files.items()}}}
    return repository.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def _resources(spec: Service) -> Values:
    """What is declared; a limit alone reserves as much, so that the chart's default request cannot exceed it."""
    requests, limits = spec.resources.requests, spec.resources.limits
    memory = requests.memory or limits.memory
    amounts = {
        "requests": {
            "cpu": requests.cpu or limits.cpu,
            "memory": memory,
            "ephemeral-storage": requests.ephemeral_storage,
        },
        "limits": {
            "cpu": limits.cpu,
            "memory": limits.memory or memory,
            "ephemeral-storage": limits.ephemeral_storage,
        },
    }
    return {
        kind: {name: str(amount) for name, amount in given.items() if amount}
        for kind, given in amounts.items()
    }


def _openings(spec: Service, cluster: Cluster | None) -> Values:
    inference = {name: _namespace(name) for name in spec.clients.namespaces}
    if cluster is None:
        return {"inference": inference}
    gateway = spec.scaling.gateway if spec.scaling else None
    if cluster.keda and gateway and gateway.by == "http-add-on":
        # Everybody else comes through its proxy.
        inference["keda-http-add-on"] = _namespace(cluster.keda.namespace)
    else:
        if cluster.ingress and spec.expose.ingress:
            inference["ingress-controller"] = _namespace(cluster.ingress.namespace)
        if cluster.gateway and (spec.expose.http_route or spec.expose.grpc_route):
            inference["gateway"] = _namespace(cluster.gateway.namespace)
    metrics = {"monitoring": _namespace(cluster.prometheus.namespace) if cluster.prometheus else None}
    return {"inference": inference, "metrics": metrics}


def _namespace(name: str) -> Values:
    return {"namespaceLabels": {NAMESPACE_LABEL: name}}


def ways_in(spec: Service, cluster: Cluster | None) -> Values:
    """Values of the Ingress and of the routes by which a service is exposed on a cluster."""
    if cluster is None:
        return {}
    values: Values = {}
    expose = spec.expose
    if expose.ingress and cluster.ingress:
        values["ingress"] = {
            "enabled": True,
            "className": cluster.ingress.class_name,
            "host": expose.ingress.host,
            "tls": {"secretName": expose.ingress.tls.secret_name if expose.ingress.tls else None},
            "annotations": _body_size(spec, cluster.ingress) | expose.ingress.annotations,
        }
    if cluster.gateway:
        gateway = cluster.gateway
        parent = {gateway.name: {"namespace": gateway.namespace}}
        if gateway.listener:
            parent[gateway.name]["sectionName"] = gateway.listener
        for key, route in (("httpRoute", expose.http_route), ("grpcRoute", expose.grpc_route)):
            if route:
                values[key] = {"enabled": True, "parentRefs": parent, "hostnames": list(route.hostnames)}
    return values


def _body_size(spec: Service, ingress: IngressController) -> dict[str, str]:
    """The largest request that ingress-nginx lets through: what Triton takes. Its default, 1 MB, is less than an image.

    Source: kubernetes/ingress-nginx:docs/user-guide/nginx-configuration/annotations.md (custom max body size).
    """
    if ingress.class_name != NGINX_CLASS:
        return {}
    largest = spec.server.http.max_input_size
    return {
        "nginx.ingress.kubernetes.io/proxy-body-size": str(largest.bytes) if largest else TRITON_MAX_INPUT
    }


def _test(plan: ServicePlan) -> Values:
    if plan.smoke is None:
        return {}
    request = plan.smoke.value
    inputs = {
        name: {"datatype": tensor.datatype, "shape": list(tensor.shape)}
        for name, tensor in request.inputs.items()
    }
    return {"model": request.model, "inputs": inputs}
