"""ROL204: every metric of a Canary's analysis is measured, and compared with something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path
from tritonfleet.checks.rollouts.flagger import BUILT_IN, Canary, canaries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for canary in canaries(world):
        for path, metric in canary.metrics:
            yield from _measured(canary, path, metric)


def _measured(canary: Canary, path: Path, metric: Mapping[str, Any]) -> Verdicts:
    name = metric.get("name")
    if name not in BUILT_IN and not metric.get("templateRef") and not metric.get("query"):
        from tritonfleet.suggest import suggest

        near = suggest(str(name), BUILT_IN)
        message = f"`{name}` is no metric of Flagger's own, and has no `templateRef`: it is never measured"
        fix = near if near.startswith("did you mean") else "name a MetricTemplate in `templateRef`"
        yield Breach(canary.resource, path, message, fix)
    elif metric.get("thresholdRange") is None and metric.get("threshold") is None:
        message = f"`{name}` has no `thresholdRange`, so it is compared with 0"
        yield Breach(
            canary.resource, path, message, "set `thresholdRange` with `min` or `max`", Severity.WARNING
        )


_CANARY = """\
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: bert, namespace: prod}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  service: {port: 8000}
  analysis:
    interval: 1m
    threshold: 5
    iterations: 10
    metrics: [{name: NAME, interval: 1m, thresholdRange: {min: 99}}]
"""

RULE = Rule(
    id="ROL204",
    title="A Canary's metric is never measured",
    severity=Severity.ERROR,
    why="The analysis passes every release: Flagger knows two metrics by name, and skips any other that has no "
    "template without a word. A metric without a range is compared with 0, which a duration never meets.",
    fix="use request-success-rate or request-duration, or a MetricTemplate",
    sources=("fluxcd/flagger:pkg/controller/scheduler_metrics.go",),
    check=check,
    fails=_CANARY.replace("NAME", "success-rate"),
    passes=_CANARY.replace("NAME", "request-success-rate"),
)
