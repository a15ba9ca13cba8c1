"""ROL108: settings of a canary that belong to traffic routing have it, and do not contradict each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rollouts.argo import Rollout, rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PING_PONG = ("alb", "istio", "plugins")


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        if rollout.canary:
            yield from _settings(rollout, rollout.canary)


def _settings(rollout: Rollout, canary: Mapping[str, Any]) -> Verdicts:
    dynamic = canary.get("dynamicStableScale") is True
    delayed = canary.get("scaleDownDelaySeconds") is not None
    routing = mapping(canary, "trafficRouting")
    if not routing:
        for given, field in ((dynamic, "dynamicStableScale"), (delayed, "scaleDownDelaySeconds")):
            if given:
                message = f"`{field}` needs `trafficRouting`, which the canary has not"
                yield Breach(rollout.resource, (*rollout.path, field), message, f"remove `{field}`")
    elif dynamic and delayed:
        message = "`dynamicStableScale` takes old pods away at once, `scaleDownDelaySeconds` keeps them"
        yield Breach(rollout.resource, (*rollout.path, "dynamicStableScale"), message)
    if canary.get("pingPong") and routing:
        yield from _ping_pong(rollout, routing)
    if routing.get("maxTrafficWeight") is not None and not (routing.get("nginx") or routing.get("plugins")):
        path = (*rollout.path, "trafficRouting", "maxTrafficWeight")
        message = "only nginx and plugins know a `maxTrafficWeight`"
        yield Breach(rollout.resource, path, message, "remove `maxTrafficWeight`, and count weights to 100")


def _ping_pong(rollout: Rollout, routing: Mapping[str, Any]) -> Verdicts:
    if not any(routing.get(router) is not None for router in _PING_PONG):
        message = f"`pingPong` works with the routers {', '.join(_PING_PONG)} only"
        yield Breach(
            rollout.resource, (*rollout.path, "pingPong"), message, "use stableService and canaryService"
        )
    elif routing.get("alb") is not None and not mapping(routing, "alb").get("rootService"):
        path = (*rollout.path, "trafficRouting", "alb", "rootService")
        message = "`pingPong` with the ALB needs a `rootService`"
        yield Breach(rollout.resource, path, message, "name a third Service, which the Ingress leads to")


_ROLLOUT = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  strategy:
    canary:
      stableService: bert
      canaryService: bert-canary
      dynamicStableScale: true
      trafficRouting: {nginx: {stableIngress: bert}}
"""

RULE = Rule(
    id="ROL108",
    title="A canary's settings contradict each other",
    severity=Severity.ERROR,
    why="The Rollout's status says InvalidSpec (`can only be used with traffic routing`, `cannot be used "
    "with scaleDownDelaySeconds`), and no release goes out until it is mended.",
    fix="keep one of `dynamicStableScale` and `scaleDownDelaySeconds`, and only with `trafficRouting`",
    sources=("argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation.go",),
    check=check,
    fails=_ROLLOUT.replace("      trafficRouting: {nginx: {stableIngress: bert}}\n", ""),
    passes=_ROLLOUT,
)
