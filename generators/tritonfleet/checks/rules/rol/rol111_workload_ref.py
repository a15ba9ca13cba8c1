"""ROL111: a Rollout that refers to a Deployment is the only one to run its pods."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rollouts.argo import Rollout, rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World
from tritonfleet.words import count

_PATH = ("spec", "workloadRef")


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        reference = mapping(rollout.spec, "workloadRef")
        if reference:
            yield from _reference(world, rollout, str(reference.get("kind")), reference.get("name"))


def _reference(world: World, rollout: Rollout, kind: str, name: object) -> Verdicts:
    resource = rollout.resource
    if mapping(rollout.spec, "template"):
        yield Breach(
            resource, ("spec", "template"), "there is a `template` beside `workloadRef`", "remove one of them"
        )
    named = world.index.get(kind, resource.namespace, str(name))
    if named is None:
        yield from world.reference(resource, (*_PATH, "name"), kind, name)
    elif kind == "Deployment" and mapping(rollout.spec, "workloadRef").get("scaleDown") not in (
        "onsuccess",
        "progressively",
    ):
        yield from _both(rollout, named)


def _both(rollout: Rollout, deployment: Resource) -> Verdicts:
    replicas = integer(mapping(deployment.data, "spec").get("replicas"))
    if replicas != 0:
        pods = 1 if replicas is None else replicas
        message = f"{deployment} keeps its own {count(pods, 'replica')} beside those of the Rollout"
        yield Breach(rollout.resource, _PATH, message, severity=Severity.WARNING, related=(deployment,))


_ROLLOUT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: REPLICAS
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  strategy: {canary: {}}
  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
"""
_TEMPLATE = "  template: {metadata: {labels: {app: bert}}}\n"

RULE = Rule(
    id="ROL111",
    title="A Rollout's workloadRef leads nowhere, or to pods that run twice",
    severity=Severity.ERROR,
    why="Without the Deployment the Rollout is invalid. With it, and nothing said, the Deployment keeps its "
    "pods: each model takes its GPUs twice, and the Service sends half of the traffic to pods that no canary "
    "controls.",
    fix="set `replicas: 0` in the Deployment, or `workloadRef.scaleDown: progressively`",
    sources=("argoproj/argo-rollouts:docs/migrating.md",),
    check=check,
    fails=_ROLLOUT.replace("REPLICAS", "2") + _TEMPLATE,
    passes=_ROLLOUT.replace("REPLICAS", "0"),
)
