"""ROL006: a rolling update leaves pods that answer."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.strategy import updates
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for update in updates(world):
        if update.replicas > 1 and update.unavailable >= update.replicas:
            written = update.written[1]
            message = f"`maxUnavailable: {written}` lets all {update.replicas} pods go at once"
            yield Breach(update.resource, (*update.path, "maxUnavailable"), message)


_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: MISSING}}
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "registry.example.com/bert:1.4"}]}
"""

RULE = Rule(
    id="ROL006",
    title="A rolling update may take all pods away at once",
    severity=Severity.WARNING,
    why="All old pods end together, and the service answers nothing until the first new one has loaded its "
    "models. A PodDisruptionBudget does not help: it counts for evictions, not for rollouts.",
    fix="set `maxUnavailable: 1`",
    sources=("kubernetes/website:content/en/docs/concepts/workloads/controllers/deployment.md",),
    check=check,
    fails=_DEPLOYMENT.replace("MISSING", "100%"),
    passes=_DEPLOYMENT.replace("MISSING", "1"),
)
