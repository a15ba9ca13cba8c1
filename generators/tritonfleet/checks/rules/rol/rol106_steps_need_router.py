"""ROL106: steps that direct traffic have a router that can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.rollouts.argo import Rollout, rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_ROUTERS: dict[str, tuple[str, ...]] = {
    "setCanaryScale": (),
    "setHeaderRoute": ("istio", "alb", "apisix", "plugins"),
    "setMirrorRoute": ("istio", "plugins"),
}
"""Which routers can do it; any when there are none."""


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        for path, step in rollout.steps:
            for action, routers in _ROUTERS.items():
                if step.get(action) is not None:
                    yield from _able(rollout, path, action, routers, mapping(step, action))


def _able(
    rollout: Rollout, path: Path, action: str, routers: tuple[str, ...], content: Mapping[str, Any]
) -> Verdicts:
    if not rollout.routed:
        message = f"`{action}` needs `trafficRouting`, which the canary has not"
        yield Breach(rollout.resource, (*path, action), message)
    elif routers and not any(rollout.routing.get(router) for router in routers):
        message = f"`{action}` needs one of the routers {', '.join(routers)}"
        yield Breach(rollout.resource, (*path, action), message, f"use one of {', '.join(routers)}")
    elif routers:
        managed = [route.get("name") for _, route in items(rollout.routing, "managedRoutes")]
        if content.get("name") not in managed:
            message = f"route `{content.get('name')}` is not in `trafficRouting.managedRoutes`"
            fix = "add the route's name to `managedRoutes`, in the order of precedence"
            yield Breach(rollout.resource, (*path, action, "name"), message, fix)


_ROLLOUT = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  strategy:
    canary:
      stableService: bert
      canaryService: bert-canary
      ROUTING
      steps: [{setCanaryScale: {replicas: 1}}, {setWeight: 10}, {pause: {duration: 10m}}]
"""

RULE = Rule(
    id="ROL106",
    title="A canary step needs a traffic router that is not configured",
    severity=Severity.ERROR,
    why="The Rollout's status says InvalidSpec (`SetCanaryScale requires TrafficRouting to be set`): "
    "without a router the share of the traffic is the share of the pods, so the two cannot be set apart.",
    fix="configure `trafficRouting`, or leave the step out and use setWeight alone",
    sources=("argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation.go",),
    check=check,
    fails=_ROLLOUT.replace("      ROUTING\n", ""),
    passes=_ROLLOUT.replace("ROUTING", "trafficRouting: {nginx: {stableIngress: bert}}"),
)
