"""K8S053: names leave room for what controllers append to them."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_MOST = {
    "StatefulSet": (52, "its pods carry `<name>-<hash>` as a label, of 63 characters at most"),
    "CronJob": (52, "its Jobs are called `<name>-<minutes>`, of 63 characters at most"),
    "Job": (63, "its pods carry the name as a label, of 63 characters at most"),
}


def check(world: World) -> Verdicts:
    for kind, (most, reason) in _MOST.items():
        for resource in world.index.of_kind(kind):
            if len(resource.name) > most:
                message = f"the name has {len(resource.name)} characters and may have {most}: {reason}"
                yield Breach(resource, ("metadata", "name"), message)


RULE = Rule(
    id="K8S053",
    title="A name leaves no room for its pods' names",
    severity=Severity.ERROR,
    why="The object may be accepted, and then no pod appears: the controller's events say `must be no more than "
    "63 characters`. It bites when a long release name is put before a long chart name.",
    fix="shorten the name, or truncate it in the chart's fullname helper",
    sources=("kubernetes/kubernetes#64023", "kubernetes/kubernetes:pkg/apis/batch/validation/validation.go"),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: production-recommendation-ranking-large-triton-inference-server, namespace: prod}
spec:
  serviceName: ranking
  selector: {matchLabels: {app: ranking}}
  template:
    metadata: {labels: {app: ranking}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
    passes="""\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ranking-large, namespace: prod}
spec:
  serviceName: ranking
  selector: {matchLabels: {app: ranking}}
  template:
    metadata: {labels: {app: ranking}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
)
