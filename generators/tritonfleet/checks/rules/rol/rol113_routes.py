"""ROL113: the route that a Rollout moves traffic on exists and leads to its Services."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items, mapping, value
from tritonfleet.checks.rollouts.argo import Rollout, rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_GATEWAY_API = "argoproj-labs/gatewayAPI"
_ROUTES = {"httpRoute": "HTTPRoute", "grpcRoute": "GRPCRoute"}


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        if rollout.routed:
            yield from _ingresses(world, rollout)
            yield from _gateway_routes(world, rollout)


def _ingresses(world: World, rollout: Rollout) -> Verdicts:
    namespace, stable = rollout.resource.namespace, (rollout.canary or {}).get("stableService")
    for router, field in (("nginx", "stableIngress"), ("alb", "ingress")):
        path = (*rollout.path, "trafficRouting", router, field)
        name = value(rollout.routing, router, field)
        ingress = world.index.get("Ingress", namespace, str(name))
        if name and ingress is None:
            yield from world.reference(rollout.resource, path, "Ingress", name)
        elif ingress is not None:
            service = value(rollout.routing, router, "rootService") or stable
            if service and str(service) not in set(_backends(ingress)):
                message = f"{ingress} has no rule that leads to Service `{service}`"
                yield Breach(rollout.resource, path, message, related=(ingress,))


def _backends(ingress: Resource) -> Iterator[str]:
    yield str(value(ingress.data, "spec", "defaultBackend", "service", "name"))
    for _, rule in items(ingress.data, "spec", "rules"):
        for _, place in items(rule, "http", "paths"):
            yield str(value(place, "backend", "service", "name"))


def _gateway_routes(world: World, rollout: Rollout) -> Verdicts:
    plugin = mapping(rollout.routing, "plugins", _GATEWAY_API)
    namespace = str(plugin.get("namespace") or rollout.resource.namespace)
    base = (*rollout.path, "trafficRouting", "plugins", _GATEWAY_API)
    for field, kind in _ROUTES.items():
        named = [((*base, field), plugin.get(field))]
        named += [
            ((*base, f"{field}s", n, "name"), each.get("name")) for n, each in items(plugin, f"{field}s")
        ]
        for path, name in named:
            route = world.index.get(kind, namespace, str(name))
            if name and route is None:
                yield from world.reference(rollout.resource, path, kind, name, namespace=namespace)
            elif route is not None:
                yield from _both(rollout, path, route)


def _both(rollout: Rollout, path: Path, route: Resource) -> Verdicts:
    leads = {
        str(backend.get("name"))
        for _, rule in items(route.data, "spec", "rules")
        for _, backend in items(rule, "backendRefs")
    }
    for field in ("stableService", "canaryService"):
        service = (rollout.canary or {}).get(field)
        if service and str(service) not in leads:
            message = f"{route} has no backend `{service}`, the Rollout's `{field}`"
            yield Breach(rollout.resource, path, message, related=(route,))


_PAIR = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {rules: [{backendRefs: [BACKENDS]}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  strategy:
    canary:
      stableService: bert
      canaryService: bert-canary
      trafficRouting: {plugins: {argoproj-labs/gatewayAPI: {httpRoute: bert, namespace: prod}}}
"""

RULE = Rule(
    id="ROL113",
    title="A Rollout's route is missing, or misses one of its Services",
    severity=Severity.ERROR,
    why="The Rollout stops at its first setWeight with an error of the traffic router, or is InvalidSpec "
    "(`has no rules using service`): it can only change the weights of backends that the route already "
    "has.",
    fix="add both Services as backends of the route: all of the weight on the stable one, none on the other",
    sources=(
        "argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation_references.go",
        "argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi:docs/quick-start.md",
    ),
    check=check,
    fails=_PAIR.replace("BACKENDS", "{name: bert, port: 8000}"),
    passes=_PAIR.replace("BACKENDS", "{name: bert, port: 8000}, {name: bert-canary, port: 8000}"),
)
