"""SCL251: requests from outside reach a sleeping workload by the HTTP add-on, which wakes it."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.gateways import backends
from tritonfleet.checks.network.ingresses import entries
from tritonfleet.checks.objects import Path, Resource, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.world import World

_OF_THE_PODS = ("cpu", "memory", "cron")
"""Triggers that no request sets off while there is no pod."""


def check(world: World) -> Verdicts:
    woken = dict(_woken(world))
    if not woken:
        return
    for owner, path, service in _ways_in(world):
        route = woken.get((owner.namespace, service))
        if route is not None:
            message = f"Service `{service}` sleeps until {route} counts a request, and these go around it"
            yield Breach(owner, path, message, related=(route,))


def _woken(world: World) -> Iterator[tuple[tuple[str, str], Resource]]:
    """Namespace and name of each Service that nothing but the add-on wakes, with its InterceptorRoute."""
    for scaled in scaled_objects(world):
        if not scaled.to_zero or not _by_add_on_alone(scaled):
            continue
        for trigger in scaled.triggers:
            name = trigger.text("interceptorRoute")
            route = world.index.get("InterceptorRoute", scaled.resource.namespace, name)
            if route is not None:
                yield (route.namespace, str(value(route.data, "spec", "target", "service"))), route


def _by_add_on_alone(scaled: Scaled) -> bool:
    return all(t.text("interceptorRoute") or t.type in _OF_THE_PODS for t in scaled.triggers)


def _ways_in(world: World) -> Iterator[tuple[Resource, Path, str]]:
    """What leads requests from outside to a Service of its own namespace, where it says so, and the Service."""
    for entry in world.derived(entries):
        if entry.service is not None:
            yield entry.ingress, (*entry.path, "backend", "service", "name"), entry.service.name
    for route in world.index.of_kind("HTTPRoute", "GRPCRoute"):
        for path, reference in backends(route):
            if str(reference.get("namespace") or route.namespace) == route.namespace:
                yield route, (*path, "name"), str(reference.get("name"))


_OBJECTS = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 0
  maxReplicaCount: 4
  triggers:
  - type: external-push
    metadata: {scalerAddress: "keda-add-ons-http-external-scaler.keda:9090", interceptorRoute: bert}
---
apiVersion: http.keda.sh/v1beta1
kind: InterceptorRoute
metadata: {name: bert, namespace: prod}
spec:
  target: {service: bert, port: 8000}
  rules: [{hosts: [bert.example.com]}]
  scalingMetric: {concurrency: {targetValue: 8}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {hostnames: [bert.example.com], rules: [{backendRefs: [BACKEND]}]}
"""

RULE = Rule(
    id="SCL251",
    title="Requests go around KEDA's HTTP add-on",
    severity=Severity.ERROR,
    why="Only the add-on's proxy counts requests and holds them until a pod is ready. What an Ingress or a route "
    "leads to the Service itself finds no pod (503), and wakes none.",
    fix="lead to the Service of the add-on's proxy: a route by its namespace and a ReferenceGrant there, an Ingress "
    "by a Service of type ExternalName",
    sources=(
        "kedacore/keda-docs:content/http-add-on/0.15/user-guide/configure-ingress.md",
        "kedacore/http-add-on:interceptor/middleware/counting.go",
    ),
    check=check,
    fails=_OBJECTS.replace("BACKEND", "{name: bert, port: 8000}"),
    passes=_OBJECTS.replace(
        "BACKEND", "{name: keda-add-ons-http-interceptor-proxy, namespace: keda, port: 8080}"
    ),
)
