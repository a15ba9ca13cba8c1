"""ROL009: pods can become available before the deadline."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World

_DEFAULT = 600


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("Deployment", "Rollout"):
        spec = mapping(resource.data, "spec")
        ready, given = integer(spec.get("minReadySeconds")), integer(spec.get("progressDeadlineSeconds"))
        deadline = _DEFAULT if given is None else given
        if ready and ready >= deadline:
            message = f"`minReadySeconds` is {ready}, not below the {deadline} of `progressDeadlineSeconds`"
            yield Breach(resource, ("spec", "minReadySeconds"), message)


RULE = Rule(
    id="ROL009",
    title="Pods must be ready for longer than a rollout waits",
    severity=Severity.ERROR,
    why="The API server refuses a Deployment (`must be greater than minReadySeconds`), and Argo Rollouts "
    "marks a Rollout InvalidSpec: no pod could count as available in time.",
    fix="set `progressDeadlineSeconds` above `minReadySeconds` plus the time that pods take to start",
    sources=(
        "kubernetes/kubernetes:pkg/apis/apps/validation/validation.go",
        "argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation.go",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  minReadySeconds: 900
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
  minReadySeconds: 30
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
""",
)
