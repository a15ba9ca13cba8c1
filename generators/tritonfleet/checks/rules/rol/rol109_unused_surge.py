"""ROL109: a canary's surge is where it counts."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.argo import rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        for field in ("maxSurge", "maxUnavailable") if rollout.routed else ():
            if rollout.canary and field in rollout.canary:
                path = (*rollout.path, field)
                message = f"`{field}` is not used beside `trafficRouting`"
                yield Breach(rollout.resource, path, message, mend=Mend("remove", path))


_ROLLOUT = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  strategy:
    canary:
      FIELDS
      stableService: bert
      canaryService: bert-canary
      trafficRouting: {nginx: {stableIngress: bert}}
"""

RULE = Rule(
    id="ROL109",
    title="The traffic router overrides a surge limit",
    severity=Severity.INFO,
    why="Somebody set `maxSurge: 0` to stay within the GPUs there are, and the canary starts a second set of "
    "pods all the same: with traffic routing the stable version stays whole and only the steps say how many new "
    "pods there are.",
    fix="limit the new pods by `setCanaryScale` steps, or let old ones go with `dynamicStableScale: true`",
    sources=("argoproj/argo-rollouts:docs/features/canary/index.md",),
    check=check,
    fails=_ROLLOUT.replace("FIELDS", "maxSurge: 0\n      maxUnavailable: 1"),
    passes=_ROLLOUT.replace("FIELDS", "dynamicStableScale: true"),
)
