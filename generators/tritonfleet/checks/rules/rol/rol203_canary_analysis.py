"""ROL203: the analysis of a Canary moves traffic, in a way that its provider can."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.flagger import Canary, canaries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for canary in canaries(world):
        if canary.spec.get("skipAnalysis") is not True:
            yield from _moves(canary)


def _moves(canary: Canary) -> Verdicts:
    analysis, path, resource = canary.analysis, canary.analysis_path, canary.resource
    step, most = integer(analysis.get("stepWeight")), integer(analysis.get("maxWeight"))
    if canary.provider == "kubernetes" and not analysis.get("iterations"):
        message = "provider kubernetes cannot move a share of the traffic, and there are no `iterations`"
        fix = "set `iterations`, the number of checks before all traffic is switched"
        yield Breach(resource, (*path, "iterations"), message, fix)
    elif step and most and step > most:
        message = f"the first step of {step} is above `maxWeight: {most}`"
        yield Breach(resource, (*path, "stepWeight"), message, f"use a step of {most} or less")


_CANARY = """\
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: bert, namespace: prod}
spec:
  provider: kubernetes
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  service: {port: 8000}
  analysis:
    interval: 1m
    threshold: 5
    metrics: [{name: request-success-rate, thresholdRange: {min: 99}}]STEPS
"""

RULE = Rule(
    id="ROL203",
    title="A Canary's analysis moves no traffic",
    severity=Severity.WARNING,
    why="The new version gets no share of the traffic before it is promoted. Provider kubernetes has no "
    "router: Flagger warns `Progressive traffic is not supported` and runs ten iterations instead. With "
    "a first step above `maxWeight` there is no second.",
    fix="set `stepWeight` and `maxWeight`, or `iterations` for a blue-green switch",
    sources=(
        "fluxcd/flagger:pkg/controller/scheduler.go",
        "fluxcd/flagger:docs/gitbook/usage/deployment-strategies.md",
    ),
    check=check,
    fails=_CANARY.replace("STEPS", "\n    stepWeight: 10\n    maxWeight: 50"),
    passes=_CANARY.replace("STEPS", "\n    iterations: 10"),
)
