"""ROL105: each step of a canary says one thing, and says it in range."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, mapping
from tritonfleet.checks.rollouts.argo import Rollout, rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World

_EXCLUSIVE = ("setWeight", "pause", "experiment", "analysis")
_DURATION = re.compile(r"-?\d+|(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+")
"""What Argo Rollouts reads as a pause: seconds, or a duration of Go."""
_ACTIONS = (*_EXCLUSIVE, "setCanaryScale", "setHeaderRoute", "setMirrorRoute", "plugin")


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        heaviest = integer(rollout.routing.get("maxTrafficWeight")) or 100
        for path, step in rollout.steps:
            yield from _step(rollout, path, step, heaviest)


def _step(rollout: Rollout, path: Path, step: Mapping[str, Any], heaviest: int) -> Verdicts:
    actions = [action for action in _ACTIONS if step.get(action) is not None]
    exclusive = [action for action in actions if action in _EXCLUSIVE]
    weight = integer(step.get("setWeight"))
    if not actions:
        yield Breach(rollout.resource, path, f"the step has none of {', '.join(_ACTIONS)}")
    elif len(exclusive) > 1:
        yield Breach(
            rollout.resource, path, f"the step has {' and '.join(exclusive)}", "make two steps of it"
        )
    if weight is not None and not 0 <= weight <= heaviest:
        message = f"`setWeight: {weight}` is not between 0 and {heaviest}"
        yield Breach(rollout.resource, (*path, "setWeight"), message, f"use 0 to {heaviest}")
    pause = mapping(step, "pause").get("duration")
    if isinstance(pause, str) and not _DURATION.fullmatch(pause):
        message = f"`{pause}` is no duration"
        yield Breach(rollout.resource, (*path, "pause", "duration"), message, "write it as 90s, 5m or 1h30m")


_ROLLOUT = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec: {strategy: {canary: {steps: [STEPS]}}}
"""

RULE = Rule(
    id="ROL105",
    title="Argo Rollouts refuses a canary step",
    severity=Severity.ERROR,
    why="The object is accepted, and the Rollout's status says InvalidSpec (`Step must have one of the "
    "following set`), which stops also the releases that would never have reached this step.",
    fix="write one action a step: setWeight, pause, analysis, experiment or setCanaryScale",
    sources=("argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation.go",),
    check=check,
    fails=_ROLLOUT.replace("STEPS", "{setWeight: 20, pause: {duration: 10m}}"),
    passes=_ROLLOUT.replace("STEPS", "{setWeight: 20}, {pause: {duration: 10m}}"),
)
