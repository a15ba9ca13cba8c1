"""K8S001: every object fits the closed JSON schema of its kind."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    from tritonfleet.render import schemas
    from tritonfleet.render.violations import violations

    for resource in world.index.resources:
        identity = (resource.api_version, resource.kind, world.kubernetes)
        schema, validator = schemas.schema_for(*identity), schemas.validator(*identity)
        if schema is not None and validator is not None:
            for found in violations(validator, schema, resource.data):
                yield Breach(resource, found.path, found.message, found.fix)


RULE = Rule(
    id="K8S001",
    title="The object does not fit its schema",
    severity=Severity.ERROR,
    why="The API server refuses a wrong type, and silently drops a key it does not know: a misspelt field "
    "then has no effect, which shows only when it was needed.",
    fix="correct the field; a custom resource's fields depend on the version of its operator",
    sources=("kubernetes/kubernetes:api/openapi-spec/v3", "prometheus-operator/prometheus-operator#2724"),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec:
  selektor: {app: bert}
  ports: [{name: http, port: eighty}]
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec:
  selector: {app: bert}
  ports: [{name: http, port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: triton}]}
""",
)
