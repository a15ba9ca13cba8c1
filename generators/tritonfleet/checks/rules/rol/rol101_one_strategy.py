"""ROL101: a Rollout has one strategy."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.argo import rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        given = [each for each in (rollout.canary, rollout.blue_green) if each is not None]
        if len(given) != 1:
            found = "both `canary` and `blueGreen`" if given else "neither `canary` nor `blueGreen`"
            yield Breach(rollout.resource, ("spec", "strategy"), f"the strategy has {found}")


RULE = Rule(
    id="ROL101",
    title="A Rollout has not exactly one strategy",
    severity=Severity.ERROR,
    why="Argo Rollouts has no admission webhook: the object is accepted, its status says InvalidSpec, and not "
    "one pod is made or replaced. A Deployment's `rollingUpdate`, copied over, has no meaning here.",
    fix="write `strategy.canary`, `canary: {}` for a plain rolling update, or `strategy.blueGreen`",
    sources=("argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec: {strategy: {}}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec: {strategy: {canary: {}}}
""",
)
