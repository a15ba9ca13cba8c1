"""SCL223: pods are not taken away sooner than new ones could be started."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Workload, value
from tritonfleet.checks.rollouts.budgets import startup_budget
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaler, scalers, target_workload
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World

_WINDOW, _COOLDOWN = 300, 300
"""The defaults: of Kubernetes between the bounds, of KEDA before zero."""


def check(world: World) -> Verdicts:
    for target, found in world.derived(scalers).items():
        workload = target_workload(world, target)
        for scaler in found if workload is not None else ():
            if workload is not None and scaler.minimum != scaler.maximum:
                yield from _long_enough(scaler, workload)


def _long_enough(scaler: Scaler, workload: Workload) -> Verdicts:
    budget = startup_budget(workload)
    path = (*scaler.behavior_path, "scaleDown", "stabilizationWindowSeconds")
    # Scale-down that is switched off, or that a policy slows to a trickle, needs no window.
    policy = value(scaler.resource.data, *scaler.behavior_path, "scaleDown")
    slowed = isinstance(policy, dict) and (policy.get("selectPolicy") == "Disabled" or policy.get("policies"))
    given = integer(value(scaler.resource.data, *path))
    window = _WINDOW if given is None else given
    if window < budget and not slowed:
        seconds = f"{window} s" if given is not None else f"{window} s by default"
        message = f"pods go after {seconds} of less load, and a new one may take {budget} s to start"
        yield Breach(scaler.resource, path, message, f"set `stabilizationWindowSeconds: {min(budget, 3600)}`")
    if scaler.keda and (scaler.minimum == 0 or scaler.idle == 0):
        yield from _cooldown(scaler, budget)


def _cooldown(scaler: Scaler, budget: int) -> Verdicts:
    path = ("spec", "cooldownPeriod")
    given = integer(value(scaler.resource.data, *path))
    period = _COOLDOWN if given is None else given
    if period < budget:
        seconds = f"{period} s" if given is not None else f"{period} s by default"
        message = (
            f"the last pod goes after {seconds} without load, and a new one may take {budget} s to start"
        )
        yield Breach(scaler.resource, path, message, f"set `cooldownPeriod: {budget}`")


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: registry.example.com/bert:1.4
          startupProbe: {httpGet: {path: /v2/health/ready, port: 8000}, periodSeconds: 10, failureThreshold: 60}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  maxReplicas: 4
  behavior: {scaleDown: {stabilizationWindowSeconds: WINDOW}}
"""

RULE = Rule(
    id="SCL223",
    title="Pods are taken away sooner than they could be replaced",
    severity=Severity.WARNING,
    why="A short dip in the load removes pods, and when it is over their replacements load models for minutes "
    "while the queue grows: the number of pods swings, and each swing costs latency and GPUs that only load.",
    fix="set the stabilization window to the time that a pod may take to start",
    sources=(
        "kubernetes/website:content/en/docs/tasks/run-application/horizontal-pod-autoscale.md",
        "kedacore/keda:pkg/scaling/executor/scale_scaledobjects.go",
    ),
    check=check,
    fails=_PAIR.replace("WINDOW", "60"),
    passes=_PAIR.replace("WINDOW", "600"),
)
