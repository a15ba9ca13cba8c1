"""ROL107: without a router, the weights of a canary are ones that its pods can make."""

from __future__ import annotations

from math import ceil

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path
from tritonfleet.checks.rollouts.argo import Rollout, rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_by
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World
from tritonfleet.words import count

_OFF_BY = 2
"""A share this many times the one that was asked for is another experiment."""


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        if rollout.canary is not None and not rollout.routed and rollout.steps:
            scaler = scaled_by(world, rollout.resource)
            # Without `replicas` somebody else sets the number, and may not be among the manifests.
            if scaler is not None or "replicas" in rollout.spec:
                yield from _first(rollout, max(1, scaler.minimum) if scaler else rollout.replicas)


def _first(rollout: Rollout, pods: int) -> Verdicts:
    for path, step in rollout.steps:
        weight = integer(step.get("setWeight"))
        if weight is not None and pods > 0 and 0 < weight < 100:
            yield from _share(rollout, (*path, "setWeight"), weight, pods)
            return


def _share(rollout: Rollout, path: Path, weight: int, pods: int) -> Verdicts:
    canary = ceil(pods * weight / 100)
    stable = max(pods - canary, 1 if pods == 1 else 0)
    share = round(100 * canary / (canary + stable))
    if share >= _OFF_BY * weight:
        asked = f"`setWeight: {weight}` with {count(pods, 'replica')}"
        message = f"{asked} is {canary} new pod of {canary + stable}: {share} %"
        yield Breach(rollout.resource, path, message)


_ROLLOUT = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  replicas: REPLICAS
  strategy: {canary: {steps: [{setWeight: 10}, {pause: {duration: 10m}}]}}
"""

RULE = Rule(
    id="ROL107",
    title="A canary's weight is finer than its pods",
    severity=Severity.WARNING,
    why="Without a traffic router Argo Rollouts comes as near to the weight as whole pods can: ten percent of "
    "two replicas is half of the traffic, and half of the users met the bad version that the canary was to "
    "catch.",
    fix="use weights that the replicas can make, or add `trafficRouting`",
    sources=("argoproj/argo-rollouts:docs/features/canary/index.md",),
    check=check,
    fails=_ROLLOUT.replace("REPLICAS", "2"),
    passes=_ROLLOUT.replace("REPLICAS", "10"),
)
