"""SCL103: pods that a cpu or memory trigger measures request that resource."""

from __future__ import annotations

from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects, target_workload
from tritonfleet.checks.scaling.requests import without_request
from tritonfleet.checks.world import World

_CHECKED_BY_KEDA = ("Deployment", "StatefulSet")


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        if scaled.target[0] not in _CHECKED_BY_KEDA:
            continue
        for trigger in scaled.triggers:
            workload = target_workload(world, scaled.target) if trigger.is_resource else None
            if workload is not None:
                lacking = without_request(world, workload, trigger.type, trigger.text("containerName"))
                if lacking:
                    names = ", ".join(f"`{name}`" for name in lacking)
                    message = f"{names} of {workload.resource} has no {trigger.type} request"
                    fix = f"set `resources.requests.{trigger.type}` of {names}"
                    severity = Severity.ERROR if world.facts.knows("LimitRange") else Severity.WARNING
                    yield Breach(
                        scaled.resource, trigger.path, message, fix, severity, related=(workload.resource,)
                    )


RULE = Rule(
    id="SCL103",
    title="A cpu or memory trigger measures pods that request none",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses the ScaledObject (`doesn't have the cpu request defined`), though not in "
    "a server-side dry run; without the webhook the HPA reports FailedGetResourceMetric `missing request "
    "for cpu`. Only a LimitRange with a default saves it, and unless it is known that there is none this "
    "is a warning.",
    fix="set the request on every container, sidecars included, or name one in `containerName`",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaledobject_webhook.go",),
    check=check,
    facts=Facts(external={"LimitRange": ()}),
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: gateway, namespace: prod}
spec:
  selector: {matchLabels: {app: gateway}}
  template:
    metadata: {labels: {app: gateway}}
    spec: {containers: [{name: gateway, image: "registry.example.com/gateway:1.4"}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: gateway, namespace: prod}
spec:
  scaleTargetRef: {name: gateway}
  minReplicaCount: 1
  triggers: [{type: cpu, metricType: Utilization, metadata: {value: "70"}}]
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: gateway, namespace: prod}
spec:
  selector: {matchLabels: {app: gateway}}
  template:
    metadata: {labels: {app: gateway}}
    spec:
      containers:
        - {name: gateway, image: "registry.example.com/gateway:1.4", resources: {requests: {cpu: 500m}}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: gateway, namespace: prod}
spec:
  scaleTargetRef: {name: gateway}
  minReplicaCount: 1
  triggers: [{type: cpu, metricType: Utilization, metadata: {value: "70"}}]
""",
)
