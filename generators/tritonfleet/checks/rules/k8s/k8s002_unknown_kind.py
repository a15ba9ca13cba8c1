"""K8S002: there is a schema to hold the object against."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    from tritonfleet.render import schemas

    for resource in world.index.resources:
        if schemas.schema_for(resource.api_version, resource.kind, world.kubernetes) is None:
            message = (
                f"no schema is known for {resource.api_version} {resource.kind}: its fields were not checked"
            )
            yield Breach(resource, ("kind",), message)


RULE = Rule(
    id="K8S002",
    title="The kind is unknown",
    severity=Severity.INFO,
    why="An object of an unknown kind passes unread. It may be a kind that this version of Kubernetes does "
    "not have.",
    fix="check apiVersion and kind; check custom resources of other operators with their own tools",
    sources=("yannh/kubeconform:Readme.md",),
    check=check,
    fails="""\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec: {}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert, namespace: prod}
""",
)
