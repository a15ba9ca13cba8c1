"""ROL102: a traffic router has two Services to divide the traffic between."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rollouts.argo import Rollout, rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_ALWAYS = ("smi", "apisix", "ambassador", "nginx", "appMesh", "traefik")
_GATEWAY_API = "argoproj-labs/gatewayAPI"


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        router = _router(rollout) if rollout.routed else ""
        canary = rollout.canary or {}
        for field in ("stableService", "canaryService") if router else ():
            if not canary.get(field):
                message = f"traffic routing by {router} needs a `{field}`"
                yield Breach(rollout.resource, (*rollout.path, field), message)


def _router(rollout: Rollout) -> str:
    """The router that needs both Services, empty when none does: Istio may divide by subsets instead."""
    routing, ping_pong = rollout.routing, mapping(rollout.canary, "pingPong")
    for router in _ALWAYS:
        if routing.get(router) is not None:
            return router
    if routing.get("alb") is not None and not ping_pong:
        return "alb"
    if mapping(routing, "istio") and not mapping(routing, "istio", "destinationRule") and not ping_pong:
        return "istio"
    return _GATEWAY_API if _GATEWAY_API in mapping(routing, "plugins") and not ping_pong else ""


_ROLLOUT = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec: {strategy: {canary: {SERVICES, trafficRouting: {nginx: {stableIngress: bert}}}}}
"""

RULE = Rule(
    id="ROL102",
    title="Traffic routing lacks one of its two Services",
    severity=Severity.ERROR,
    why="The Rollout's status says InvalidSpec (`Canary service and Stable service must to be set to use "
    "Traffic Routing`) and no release goes out: the router sends shares of the traffic to these two.",
    fix="name two Services with the Rollout's selector, one as `stableService`, one as `canaryService`",
    sources=(
        "argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation.go",
        "argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi:docs/quick-start.md",
    ),
    check=check,
    fails=_ROLLOUT.replace("SERVICES", "stableService: bert"),
    passes=_ROLLOUT.replace("SERVICES", "stableService: bert, canaryService: bert-canary"),
)
