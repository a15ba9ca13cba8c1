"""ROL008: there is a revision to go back to."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World

_PATH = ("spec", "revisionHistoryLimit")


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("Deployment", "StatefulSet", "DaemonSet", "Rollout"):
        if integer(value(resource.data, *_PATH)) == 0:
            yield Breach(resource, _PATH, "`revisionHistoryLimit` is 0: old revisions are deleted at once")


RULE = Rule(
    id="ROL008",
    title="No revision is kept to go back to",
    severity=Severity.WARNING,
    why="`kubectl rollout undo` answers `no rollout history found` in the middle of an incident, and a "
    "Rollout cannot use its fast way back to the stable version.",
    fix="keep two or more revisions; they are empty ReplicaSets and cost nothing",
    sources=("kubernetes/website:content/en/docs/concepts/workloads/controllers/deployment.md",),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  revisionHistoryLimit: 0
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
  revisionHistoryLimit: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
""",
)
