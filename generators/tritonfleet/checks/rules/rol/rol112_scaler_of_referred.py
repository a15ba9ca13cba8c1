"""ROL112: an autoscaler of pods that a Rollout runs targets the Rollout."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rollouts.argo import rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scalers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        reference = mapping(rollout.spec, "workloadRef")
        target = (str(reference.get("kind")), rollout.resource.namespace, str(reference.get("name")))
        for scaler in world.derived(scalers).get(target, ()) if reference else ():
            message = f"it scales {target[0]} `{target[2]}`, whose pods {rollout.resource} runs"
            path = ("spec", "scaleTargetRef")
            yield Breach(scaler.resource, path, message, related=(rollout.resource,))


_PAIR = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  strategy: {canary: {}}
  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: TARGET, maxReplicas: 4}
"""

RULE = Rule(
    id="ROL112",
    title="An autoscaler scales the Deployment behind a Rollout",
    severity=Severity.ERROR,
    why="The HPA raises the Deployment, which was scaled to 0 when the Rollout took over: its pods come back "
    "beside the Rollout's, and the Rollout itself never grows.",
    fix="target the Rollout: `apiVersion: argoproj.io/v1alpha1`, `kind: Rollout`",
    sources=(
        "argoproj/argo-rollouts:docs/features/hpa-support.md",
        "argoproj/argo-rollouts:docs/migrating.md",
    ),
    check=check,
    fails=_PAIR.replace("TARGET", "{apiVersion: apps/v1, kind: Deployment, name: bert}"),
    passes=_PAIR.replace("TARGET", "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: bert}"),
)
