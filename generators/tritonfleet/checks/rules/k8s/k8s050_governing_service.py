"""K8S050: a StatefulSet names the headless Service of its pods."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import selects, shown
from tritonfleet.checks.objects import Path, Resource, Workload, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import (
    named_service,
)
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for owner in world.index.workloads:
        if owner.resource.kind != "StatefulSet":
            continue
        name = value(owner.resource.data, "spec", "serviceName")
        path = ("spec", "serviceName")
        service = world.index.get("Service", owner.resource.namespace, str(name))
        if isinstance(name, str) and name and service is None:
            yield from named_service(world, owner.resource, path, name, namespace=owner.resource.namespace)
        elif service is not None:
            yield from _serving(owner, service, path)


def _serving(owner: Workload, service: Resource, path: Path) -> Verdicts:
    selector = mapping(service.data, "spec", "selector")
    if value(service.data, "spec", "clusterIP") != "None":
        message = f"{service} is not headless, so the pods have no names of their own"
        fix = "name a Service with `clusterIP: None`"
        yield Breach(owner.resource, path, message, fix, related=(service,))
    elif selector and not selects({"matchLabels": selector}, owner.labels):
        message = f"{service} selects {shown(selector)}, which the pods do not have"
        yield Breach(
            owner.resource, path, message, "select by the labels of the pod template", related=(service,)
        )


RULE = Rule(
    id="K8S050",
    title="A StatefulSet's Service does not serve its pods",
    severity=Severity.WARNING,
    why="The names of single pods, such as bert-0.bert.prod.svc, come from a headless Service of that name that "
    "selects them. Without it the pods run and their names do not resolve, so multi-node servers wait for "
    "each other for ever.",
    fix="add a Service with `clusterIP: None` that selects the pods, and name it in `serviceName`",
    sources=(
        "kubernetes/website:content/en/docs/concepts/workloads/controllers/statefulset.md",
        "zegl/kube-score:README_CHECKS.md",
    ),
    check=check,
    needs=(needs.existing("Service"),),
    fails="""\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: bert, namespace: prod}
spec:
  serviceName: bert-headless
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: grpc, port: 8001}]}
""",
    passes="""\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: bert, namespace: prod}
spec:
  serviceName: bert-headless
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert-headless, namespace: prod}
spec: {clusterIP: None, selector: {app: bert}, ports: [{name: grpc, port: 8001}]}
""",
)
