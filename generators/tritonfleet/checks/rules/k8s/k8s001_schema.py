"""K8S001: every object fits the closed JSON schema of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.render.violations import Violation


def check(world: World) -> Verdicts:
    from tritonfleet.render.schemas import validator

    for resource in world.index.resources:
        compiled = validator(resource.api_version, resource.kind, world.kubernetes)
        if compiled is not None and not compiled.is_valid(resource.data):
            yield from _violations(resource, world.kubernetes)


def _violations(resource: Resource, kubernetes: str) -> Verdicts:
    from tritonfleet.render import schemas
    from tritonfleet.render.violations import violations

    identity = (resource.api_version, resource.kind)
    schema, compiled = schemas.schema_for(*identity, kubernetes), schemas.validator(*identity, kubernetes)
    if schema is None or compiled is None:
        return
    experimental = schemas.experimental(*identity)
    elsewhere = experimental is not None and experimental.is_valid(resource.data)
    known_to = schemas.origin(*identity)
    for found in violations(compiled, schema, resource.data):
        if elsewhere:
            message = f"{found.message}; only the experimental definition of the kind has it"
            fix = "install the experimental definitions, or drop the field"
            yield Breach(resource, found.path, message, fix, Severity.WARNING)
        elif known_to and _may_be_newer(found):
            # Operators add fields with every release, and nobody said which one the cluster runs.
            message = f"{found.message} in {known_to}"
            yield Breach(resource, found.path, message, found.fix, Severity.WARNING)
        else:
            yield Breach(resource, found.path, _plain(found.message), found.fix)


def _may_be_newer(found: Violation) -> bool:
    """Whether it is a field that a later release of the operator may have: unknown, and like none that it has."""
    in_spec = found.path[:1] == ("spec",)
    return in_spec and found.message.startswith("unknown key") and "did you mean" not in found.fix


def _plain(message: str) -> str:
    """A message without what only schemas talk about."""
    message = message.replace(f"text that matches {_RFC3339}", "a time such as 2026-01-31T08:00:00Z")
    # Empty text and null are "not set": true, but no help to somebody who set it to something else.
    return message.replace('expected one of "", ', "expected one of ").replace(", null, got", ", got")


_RFC3339 = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})$"
)
"""How scripts/vendoring writes what the API server reads as a time."""


RULE = Rule(
    id="K8S001",
    title="The object does not fit its schema",
    severity=Severity.ERROR,
    why="A wrong type or value is refused by the API server. A key that it does not know is dropped: "
    "kubectl stops with `strict decoding error: unknown field`, other clients, Helm among them, go on, "
    "and the misspelt field has no effect, which shows only when it was needed.",
    fix="correct the field; a custom resource's fields depend on the version of its operator",
    sources=(
        "kubernetes/kubernetes:api/openapi-spec/v3",
        "kubernetes/kubernetes#108639",
        "prometheus-operator/prometheus-operator#2724",
        "kubernetes-sigs/gateway-api:config/crd/experimental",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec:
  type: Loadbalancer
  selektor: {app: bert}
  ports: [{name: http, port: eighty}]
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec:
  type: LoadBalancer
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
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
)
