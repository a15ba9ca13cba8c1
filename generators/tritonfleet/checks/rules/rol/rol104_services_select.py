"""ROL104: the Services of a Rollout exist and select its pods."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import labels_of
from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.rollouts.argo import Rollout, rollouts
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_HASH = "rollouts-pod-template-hash"


def check(world: World) -> Verdicts:
    for rollout in rollouts(world):
        for path, name in rollout.services:
            service = world.index.get("Service", rollout.resource.namespace, name)
            if service is None:
                yield from world.reference(rollout.resource, path, "Service", name)
            else:
                yield from _selects(world, rollout, path, service)


def _selects(world: World, rollout: Rollout, path: Path, service: Resource) -> Verdicts:
    workload = rollout.workload(world)
    if workload is None:
        return
    selector = labels_of(mapping(service.data, "spec").get("selector"))
    for key, wanted in selector.items():
        has = workload.labels.get(key)
        if key != _HASH and has != wanted:
            message = f"{service} selects `{key}={wanted}`, and the pods have {f'`{has}`' if has else 'no such label'}"
            fix = (
                f"set `{key}: {has}` in the Service" if has else f"take `{key}` out of the Service's selector"
            )
            yield Breach(rollout.resource, path, message, fix, related=(service,))
            return


_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: LABEL}, ports: [{name: http, port: 8000}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: bert, namespace: prod}
spec:
  strategy: {blueGreen: {activeService: bert}}
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "registry.example.com/bert:1.4"}]}
"""

RULE = Rule(
    id="ROL104",
    title="A Rollout's Service is missing or selects other pods",
    severity=Severity.ERROR,
    why="The Rollout's status says InvalidSpec (`has unmatch label … in rollout`, or `service not "
    "found`) and the release stops before its first pod: Argo Rollouts adds a pod hash to this Service's "
    "selector to divide the traffic.",
    fix="make the Service, with a selector that matches the Rollout's pod template",
    sources=("argoproj/argo-rollouts:pkg/apis/rollouts/validation/validation_references.go",),
    check=check,
    fails=_SERVICE.replace("LABEL", "brt"),
    passes=_SERVICE.replace("LABEL", "bert"),
)
