"""SCL302: pods whose utilisation an HPA measures request the resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Hpa, hpas, target_workload
from tritonfleet.checks.scaling.requests import without_request
from tritonfleet.checks.world import World

_SOURCES = {"Resource": "resource", "ContainerResource": "containerResource"}


def check(world: World) -> Verdicts:
    for hpa in hpas(world):
        for number, metric in hpa.metrics:
            source = _SOURCES.get(str(metric.get("type")))
            if source:
                yield from _measured(world, hpa, ("spec", "metrics", number), mapping(metric, source))


def _measured(world: World, hpa: Hpa, path: Path, source: Mapping[str, Any]) -> Verdicts:
    workload, name = target_workload(world, hpa.target), source.get("name")
    if (
        workload is None
        or name not in ("cpu", "memory")
        or "averageUtilization" not in mapping(source, "target")
    ):
        return
    lacking = without_request(world, workload, name, str(source.get("container") or ""))
    if lacking:
        names = ", ".join(f"`{container}`" for container in lacking)
        message = f"{names} of {workload.resource} has no {name} request that utilisation could be a share of"
        severity = Severity.ERROR if world.facts.knows("LimitRange") else Severity.WARNING
        fix = f"set `resources.requests.{name}` of {names}"
        yield Breach(hpa.resource, path, message, fix, severity, related=(workload.resource,))


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: gateway, namespace: prod}
spec:
  selector: {matchLabels: {app: gateway}}
  template:
    metadata: {labels: {app: gateway}}
    spec: {containers: [{name: gateway, image: "registry.example.com/gateway:1.4", resources: RESOURCES}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: gateway, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: gateway}
  maxReplicas: 4
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
"""

RULE = Rule(
    id="SCL302",
    title="An HPA measures the utilisation of pods without requests",
    severity=Severity.ERROR,
    why="The HPA shows `<unknown>/70%` and the event FailedGetResourceMetric `missing request for cpu`: "
    "one container without a request, a sidecar too, is enough. Only a LimitRange with a default saves "
    "it, and unless it is known that there is none this is a warning.",
    fix="set the request on every container, or measure one with a ContainerResource metric",
    sources=("kubernetes/website:content/en/docs/tasks/run-application/horizontal-pod-autoscale.md",),
    check=check,
    facts=Facts(external={"LimitRange": ()}),
    fails=_PAIR.replace("RESOURCES", "{}"),
    passes=_PAIR.replace("RESOURCES", "{requests: {cpu: 500m}}"),
)
