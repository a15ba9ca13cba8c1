"""NET038: the Secret behind a TLS listener or Ingress holds a certificate."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for ingress in world.index.of_kind("Ingress"):
        for number, tls in items(ingress.data, "spec", "tls"):
            path: Path = ("spec", "tls", number, "secretName")
            yield from _verdict(world, ingress, path, ingress.namespace, tls.get("secretName"))
    for gateway in world.index.of_kind("Gateway"):
        for number, listener in items(gateway.data, "spec", "listeners"):
            for index, named in items(listener, "tls", "certificateRefs"):
                path = ("spec", "listeners", number, "tls", "certificateRefs", index, "name")
                namespace = str(named.get("namespace") or gateway.namespace)
                if named.get("kind", "Secret") == "Secret":
                    yield from _verdict(world, gateway, path, namespace, named.get("name"))


def _verdict(world: World, resource: Resource, path: Path, namespace: str, name: Any) -> Verdicts:
    secret = world.index.get("Secret", namespace, str(name))
    if secret is None:
        return
    held = {str(key) for field in ("data", "stringData") for key in mapping(secret.data, field)}
    missing = [key for key in ("tls.crt", "tls.key") if key not in held]
    if missing and secret.data.get("type") != "kubernetes.io/tls":
        message = f"{secret} has no {listed(missing)}"
        yield Breach(resource, path, message, related=(secret,))


RULE = Rule(
    id="NET038",
    title="The Secret for TLS holds no certificate",
    severity=Severity.ERROR,
    why="A gateway's listener is not programmed: ResolvedRefs=False, InvalidCertificateRef. An ingress "
    "controller serves its own self-signed certificate instead, and clients refuse it.",
    fix="use a Secret of type kubernetes.io/tls with tls.crt and tls.key",
    sources=(
        "kubernetes-sigs/gateway-api:apis/v1/gateway_types.go",
        "kubernetes/website:content/en/docs/concepts/services-networking/ingress.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Secret
metadata: {name: public-tls, namespace: prod}
stringData: {cert.pem: "", key.pem: ""}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: prod}
spec:
  gatewayClassName: envoy
  listeners: [{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: public-tls}]}}]
""",
    passes="""\
apiVersion: v1
kind: Secret
metadata: {name: public-tls, namespace: prod}
type: kubernetes.io/tls
stringData: {tls.crt: "", tls.key: ""}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: prod}
spec:
  gatewayClassName: envoy
  listeners: [{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: public-tls}]}}]
""",
)
