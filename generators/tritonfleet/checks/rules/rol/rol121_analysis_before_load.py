"""ROL121: an analysis beside the steps begins when the new pods can answer."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.analyses import Analysis, analyses, metrics_of, template
from tritonfleet.checks.rollouts.budgets import startup_budget
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_SLOW = 120
"""Pods that start faster than this are up before an analysis has drawn a conclusion."""


def check(world: World) -> Verdicts:
    for analysis in analyses(world):
        if analysis.background and not analysis.content.get("startingStep"):
            workload = analysis.rollout.workload(world)
            budget = startup_budget(workload) if workload is not None else 0
            if budget >= _SLOW:
                yield from _delays(world, analysis, budget)


def _delays(world: World, analysis: Analysis, budget: int) -> Verdicts:
    for path, kind, name in analysis.templates:
        found = template(world, analysis.rollout, kind, name)
        for metric in metrics_of(found) if found is not None else ():
            delay = metric.data.get("initialDelay")
            if _seconds(delay) < budget:
                written = f"`initialDelay: {delay}`" if delay else "no `initialDelay`"
                message = f"`{metric.name}` has {written}, and the new pods may take {budget} s to start"
                yield Breach(analysis.rollout.resource, path, message, related=(metric.owner,))
                break


def _seconds(text: object) -> float:
    """A duration as Go writes it; endless when an argument decides it."""
    if not text:
        return 0.0
    parts = _PART.findall(str(text))
    return sum(float(number) * _SECONDS[unit] for number, unit in parts) if parts else float("inf")


_PAIR = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: errors, namespace: prod}
spec:
  metrics:
    - name: errors
      interval: 1m
      successCondition: result[0] < 0.01
      provider: {prometheus: {address: "http://prometheus.monitoring.svc:9090", query: vector(0)}}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  strategy: {canary: {analysis: {START templates: [{templateName: errors}]}, steps: [{setWeight: 10}, {pause: {}}]}}
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: registry.example.com/bert:1.4
          startupProbe: {httpGet: {path: /v2/health/ready, port: 8000}, periodSeconds: 10, failureThreshold: 60}
"""

RULE = Rule(
    id="ROL121",
    title="An analysis starts before the new pods have loaded their model",
    severity=Severity.WARNING,
    why="The analysis beside the steps starts with the release. For the minutes in which the new pods load, it "
    "measures the old version or nothing: it passes a release that nobody has tried, or ends in errors.",
    fix="set `startingStep: 1`, so that it begins when the first weight has been reached, or an `initialDelay`",
    sources=("argoproj/argo-rollouts:docs/features/analysis.md",),
    check=check,
    fails=_PAIR.replace("START ", ""),
    passes=_PAIR.replace("START", "startingStep: 1,"),
)
