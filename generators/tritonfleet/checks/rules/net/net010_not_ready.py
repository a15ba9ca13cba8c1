"""NET010: requests reach pods that are ready."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for service in world.index.of_kind("Service"):
        spec = mapping(service.data, "spec")
        if (
            spec.get("publishNotReadyAddresses") is True
            and spec.get("clusterIP") != "None"
            and spec.get("selector")
        ):
            path = ("spec", "publishNotReadyAddresses")
            message = "requests are sent to pods that are not ready too"
            yield Breach(service, path, message, mend=Mend("remove", path))


RULE = Rule(
    id="NET010",
    title="A Service sends requests to pods that are not ready",
    severity=Severity.WARNING,
    why="While a new pod loads its models, its share of the requests is refused: errors at every rollout and "
    "scale-up, as if there were no readiness probe. The field is meant for headless Services, by which "
    "members find each other.",
    fix="drop the field, or make the Service headless",
    sources=("kubernetes/kubernetes:staging/src/k8s.io/api/core/v1/types.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {publishNotReadyAddresses: true, selector: {app: bert}, ports: [{name: http, port: 8000}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {publishNotReadyAddresses: true, clusterIP: None, selector: {app: bert}, ports: [{name: http, port: 8000}]}
""",
)
