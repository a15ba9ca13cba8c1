"""ROL003: a rollout waits as long as its pods may take to start."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Workload, mapping
from tritonfleet.checks.rollouts.budgets import startup_budget
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_DEFAULT = 600
_PATH = ("spec", "progressDeadlineSeconds")


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        if workload.resource.kind in ("Deployment", "Rollout"):
            yield from _deadline(workload)


def _deadline(workload: Workload) -> Verdicts:
    budget = startup_budget(workload)
    if not budget:
        return
    spec = mapping(workload.resource.data, "spec")
    given, ready = integer(spec.get("progressDeadlineSeconds")), integer(spec.get("minReadySeconds")) or 0
    deadline = _DEFAULT if given is None else given
    if deadline < budget + ready:
        kind = f"{deadline} s" if given is not None else f"{deadline} s by default"
        message = f"a pod may take {budget + ready} s to be available, and the deadline is {kind}"
        fix = f"set `progressDeadlineSeconds: {budget + ready + 60}`"
        yield Breach(workload.resource, _PATH, message, fix, mend=Mend("set", _PATH, budget + ready + 60))


_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  progressDeadlineSeconds: DEADLINE
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: registry.example.com/bert:1.4
          startupProbe: {httpGet: {path: /v2/health/ready, port: 8000}, periodSeconds: 10, failureThreshold: 90}
"""

RULE = Rule(
    id="ROL003",
    title="A rollout is given up before its pods have to be ready",
    severity=Severity.WARNING,
    why="Pods load a large model, well within their startup probe, and the Deployment already says "
    "ProgressDeadlineExceeded: `helm --wait` and pipelines fail, Argo CD shows Degraded, and a Rollout with "
    "progressDeadlineAbort goes back to the old version.",
    fix="set `progressDeadlineSeconds` above the startup budget",
    sources=(
        "kubernetes/website:content/en/docs/concepts/workloads/controllers/deployment.md",
        "vllm-project/production-stack#688",
    ),
    check=check,
    fails=_DEPLOYMENT.replace("DEADLINE", "600"),
    passes=_DEPLOYMENT.replace("DEADLINE", "1200"),
)
