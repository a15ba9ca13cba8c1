"""ROL011: an update of a StatefulSet reaches its pods."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_by
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World
from tritonfleet.words import count

_PARTITION = ("spec", "updateStrategy", "rollingUpdate", "partition")


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("StatefulSet"):
        if mapping(resource.data, "spec", "updateStrategy").get("type") != "OnDelete":
            yield from _partition(world, resource)


def _partition(world: World, resource: Resource) -> Verdicts:
    partition = integer(value(resource.data, *_PARTITION))
    replicas = integer(value(resource.data, "spec", "replicas"))
    pods = 1 if replicas is None else replicas
    if partition and partition >= pods and scaled_by(world, resource) is None:
        message = f"`partition: {partition}` with {count(pods, 'replica')} holds every pod at the old version"
        yield Breach(resource, _PARTITION, message)


RULE = Rule(
    id="ROL011",
    title="An update reaches no pod",
    severity=Severity.WARNING,
    why="The release is applied and healthy, and not one pod runs it: a partition left behind by a staged "
    "update holds all pods whose number is below it.",
    fix="set `partition: 0`",
    sources=("kubernetes/website:content/en/docs/concepts/workloads/controllers/statefulset.md",),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 3}}
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
""",
    passes="""\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2}}
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: bert, image: "registry.example.com/bert:1.4"}]}
""",
)
