"""SCL250: the HTTP add-on's trigger names a route, and the route a port of a Service."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.scaling import triggers
from tritonfleet.checks.services import backend
from tritonfleet.checks.world import World

_TARGET = ("spec", "target")


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        named = trigger.metadata.get("interceptorRoute")
        yield from world.reference(trigger.owner, trigger.at("interceptorRoute"), "InterceptorRoute", named)
    for route in world.index.of_kind("InterceptorRoute"):
        target = mapping(route.data, *_TARGET)
        field = "portName" if "portName" in target else "port"
        yield from backend(
            world,
            route,
            (*_TARGET, "service"),
            target.get("service"),
            namespace=route.namespace,
            port=target.get(field),
            port_path=(*_TARGET, field),
        )


_OBJECTS = """\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {ports: [{name: http, port: 8000}]}
---
apiVersion: http.keda.sh/v1beta1
kind: InterceptorRoute
metadata: {name: bert, namespace: prod}
spec:
  target: {service: bert, portName: PORT}
  rules: [{hosts: [bert.example.com]}]
  scalingMetric: {concurrency: {targetValue: 8}}
"""

RULE = Rule(
    id="SCL250",
    title="KEDA's HTTP add-on leads nowhere",
    severity=Severity.ERROR,
    why="A trigger whose InterceptorRoute is not there reports an error at every reading, and the workload stays as "
    "it is. A route whose Service or port is not there answers 500 to every request.",
    fix="name the InterceptorRoute of the same namespace, and in it a Service and one of its ports",
    sources=(
        "kedacore/http-add-on:scaler/handlers.go",
        "kedacore/http-add-on:interceptor/middleware/routing.go",
    ),
    check=check,
    needs=(needs.existing("InterceptorRoute"), needs.existing("Service")),
    fails=_OBJECTS.replace("PORT", "htpp"),
    passes=_OBJECTS.replace("PORT", "http"),
)
