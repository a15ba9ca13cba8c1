"""NET001: a Service selects the pods of exactly one workload."""

from __future__ import annotations

import re

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import labels_of, shown
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.services import is_backed, may_lie_outside, selections
from tritonfleet.checks.world import World

_PATH = ("spec", "selector")
_ELECTED = re.compile(r"(?i)\b(?:leader|primary|master|[\w-]*-role)\b")
"""In the key of a label that pods get while they run, from those who elect one of them."""


def check(world: World) -> Verdicts:
    for service, found in world.derived(selections):
        if not is_backed(service):
            continue
        if not found and may_lie_outside(world, service.namespace):
            yield Undecided(needs.existing("Pod"))
        elif not found and not _elected(world, service):
            selector = shown(labels_of(mapping(service.data, *_PATH)))
            message = f"no pod in namespace {service.namespace or '(none given)'} has the labels {selector}"
            yield Breach(service, _PATH, message)
        elif len(found) > 1:
            names = ", ".join(str(workload.resource) for workload in found[:4])
            more = f" and {len(found) - 4} more" if len(found) > 4 else ""
            message = f"the selector matches the pods of {len(found)} workloads: {names}{more}"
            fix = "select by a label that only one of them has, unless traffic is meant to be shared"
            yield Breach(service, _PATH, message, fix, Severity.WARNING)


def _elected(world: World, service: Resource) -> bool:
    """Whether the Service follows an elected pod, by a label that no template has."""
    keys = {key for key in mapping(service.data, *_PATH) if _ELECTED.search(str(key))}
    return bool(keys) and not any(keys & workload.labels.keys() for workload in world.index.workloads)


RULE = Rule(
    id="NET001",
    title="A Service selects no pods, or those of several workloads",
    severity=Severity.ERROR,
    why="The Service has no endpoints (`kubectl get endpointslices`), and clients get connection refused "
    "or 503. With pods of two models behind one Service, half of the requests meet a server that does "
    "not know the model.",
    fix="select by the labels of the pod template",
    sources=("vllm-project/production-stack#312", "vllm-project/production-stack#375"),
    check=check,
    needs=(needs.existing("Pod"),),
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: tritonserver:26.07, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: brt}, ports: [{name: http, port: 8000}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: tritonserver:26.07, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
""",
)
