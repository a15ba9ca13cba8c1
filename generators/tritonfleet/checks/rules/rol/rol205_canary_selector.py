"""ROL205: a Canary's target is selected by a label that Flagger can copy."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import labels_of
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rollouts.flagger import canaries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_COPIED = ("app", "name", "app.kubernetes.io/name")


def check(world: World) -> Verdicts:
    for canary in canaries(world):
        target = world.index.get(*canary.target)
        if target is not None and target.kind in ("Deployment", "DaemonSet"):
            labels = labels_of(mapping(target.data, "spec", "selector").get("matchLabels"))
            if not any(label in labels for label in _COPIED):
                message = f"{target} is selected by none of the labels {', '.join(_COPIED)}"
                yield Breach(canary.resource, ("spec", "targetRef"), message, related=(target,))


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {LABEL: bert}}
  template:
    metadata: {labels: {LABEL: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: bert, namespace: prod}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  service: {port: 8000}
  analysis: {interval: 1m, threshold: 5, iterations: 10}
"""

RULE = Rule(
    id="ROL205",
    title="A Canary's target has no label that Flagger can copy",
    severity=Severity.WARNING,
    why="Flagger makes the primary by giving one label of the selector another value; without one of "
    "these the Canary stays at Initializing with `spec.selector.matchLabels must contain one of`. "
    "Flagger's flag -selector-labels may name others.",
    fix="select the pods by `app`, `name` or `app.kubernetes.io/name`",
    sources=("fluxcd/flagger:pkg/canary/deployment_controller.go", "fluxcd/flagger:cmd/flagger/main.go"),
    check=check,
    fails=_PAIR.replace("LABEL", "model"),
    passes=_PAIR.replace("LABEL", "app"),
)
