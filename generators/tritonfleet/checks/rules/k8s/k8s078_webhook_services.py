"""K8S078: the API server reaches the Services that it calls."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import (
    named_service,
    port_numbers,
)
from tritonfleet.checks.world import World

_WEBHOOKS = ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")
_CONVERSION: Path = ("spec", "conversion", "webhook", "clientConfig", "service")
_HTTPS = 443


def check(world: World) -> Verdicts:
    for configuration in world.index.of_kind(*_WEBHOOKS):
        for number, _ in items(configuration.data, "webhooks"):
            yield from _verdict(world, configuration, ("webhooks", number, "clientConfig", "service"))
    for definition in world.index.of_kind("CustomResourceDefinition"):
        yield from _verdict(world, definition, _CONVERSION)
    for extension in world.index.of_kind("APIService"):
        yield from _verdict(world, extension, ("spec", "service"))


def _verdict(world: World, resource: Resource, path: Path) -> Verdicts:
    named = mapping(resource.data, *path)
    if not named.get("name"):
        return
    namespace, name = str(named.get("namespace") or ""), named.get("name")
    service = world.index.get("Service", namespace, str(name))
    if service is None:
        yield from named_service(world, resource, (*path, "name"), name, namespace=namespace)
        return
    port = named.get("port", _HTTPS)
    there = port_numbers(service)
    if port not in there:
        message = f"{service} has no port {port}, which the API server calls"
        at = (*path, "port" if "port" in named else "name")
        yield Breach(resource, at, message, f"its ports: {listed(there) or 'none'}", related=(service,))


RULE = Rule(
    id="K8S078",
    title="The API server calls a Service that does not exist",
    severity=Severity.ERROR,
    why="Every create or update of the kinds concerned fails: `failed calling webhook … service not found`, "
    "pods of unrelated teams included. For an APIService autoscalers stop with `unable to get metrics`, and "
    "namespaces hang in Terminating.",
    fix="name the Service, its namespace and its port as they are",
    sources=(
        "kubernetes/website:content/en/docs/reference/access-authn-authz/extensible-admission-controllers.md",
        "kubernetes/website:content/en/docs/tasks/extend-kubernetes/configure-aggregation-layer.md",
    ),
    check=check,
    needs=(needs.existing("Service"),),
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: keda-admission, namespace: keda}
spec: {ports: [{name: https, port: 443}]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: keda-admission}
webhooks:
- name: vscaledobject.kb.io
  admissionReviewVersions: [v1]
  sideEffects: None
  clientConfig: {service: {name: keda-admision, namespace: keda}}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: keda-admission, namespace: keda}
spec: {ports: [{name: https, port: 443}]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: keda-admission}
webhooks:
- name: vscaledobject.kb.io
  admissionReviewVersions: [v1]
  sideEffects: None
  clientConfig: {service: {name: keda-admission, namespace: keda}}
""",
)
