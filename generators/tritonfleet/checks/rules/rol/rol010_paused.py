"""ROL010: no workload is committed as paused."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PATH = ("spec", "paused")


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("Deployment", "Rollout"):
        if value(resource.data, *_PATH) is True:
            message = "`paused: true`: a new image or setting is accepted and never rolled out"
            yield Breach(resource, _PATH, message)


RULE = Rule(
    id="ROL010",
    title="A workload is paused in its manifest",
    severity=Severity.WARNING,
    why="Releases seem to succeed, `kubectl get deploy` shows pods that run, and they are of the old version. "
    "A rollout that is resumed by hand is paused again by the next sync.",
    fix="remove `paused`; pause with kubectl while it is needed",
    sources=("kubernetes/website:content/en/docs/concepts/workloads/controllers/deployment.md",),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  paused: true
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
""",
)
