"""NET029: the timeouts of a route fit into each other."""

from __future__ import annotations

import re
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PARTS = re.compile(r"(\d{1,5})(h|ms|m|s)")
_DURATION = re.compile(r"(?:\d{1,5}(?:h|m|s|ms)){1,4}")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def check(world: World) -> Verdicts:
    for route in world.index.of_kind("HTTPRoute"):
        for number, rule in items(route.data, "spec", "rules"):
            timeouts = mapping(rule, "timeouts")
            path = ("spec", "rules", number, "timeouts")
            for field, text in timeouts.items():
                if isinstance(text, str) and not _DURATION.fullmatch(text):
                    message = f"`{text}` is no duration"
                    yield Breach(
                        route, (*path, field), message, "write whole numbers of h, m, s and ms, such as 1m30s"
                    )
            whole, one = (_seconds(timeouts.get(field)) for field in ("request", "backendRequest"))
            if whole and one is not None and one > whole:
                message = f"a try may take {timeouts['backendRequest']}, and all of them {timeouts['request']} together"
                yield Breach(route, (*path, "backendRequest"), message)


def _seconds(text: Any) -> float | None:
    if not isinstance(text, str) or not _DURATION.fullmatch(text):
        return None
    return sum(int(number) * _SECONDS[unit] for number, unit in _PARTS.findall(text))


RULE = Rule(
    id="NET029",
    title="A route's timeouts contradict each other",
    severity=Severity.ERROR,
    why="The API server refuses the route: `backendRequest timeout cannot be longer than request timeout`. "
    "Fractions such as 1.5s are no durations of the Gateway API either.",
    fix="make `request` at least as long as `backendRequest`",
    sources=("kubernetes-sigs/gateway-api:apis/v1/httproute_types.go",),
    check=check,
    fails="""\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {rules: [{timeouts: {request: 10s, backendRequest: 30s}}]}
""",
    passes="""\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {rules: [{timeouts: {request: 1m, backendRequest: 30s}}, {timeouts: {request: 0s, backendRequest: 30s}}]}
""",
)
