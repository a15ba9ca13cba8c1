"""NET017: an Ingress encrypts what passes it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.network.ingresses import annotations_of
from tritonfleet.checks.objects import items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_TERMINATED = ("cert", "ssl", "tls", "listen-ports", "entrypoints", "https")


def check(world: World) -> Verdicts:
    for ingress in world.index.of_kind("Ingress"):
        if value(ingress.data, "spec", "tls") or not value(ingress.data, "spec", "rules"):
            continue
        said = " ".join(f"{key}={text}" for key, text in annotations_of(ingress).items()).lower()
        if not any(word in said for word in _TERMINATED):
            hosts = [
                str(rule["host"]) for _, rule in items(ingress.data, "spec", "rules") if rule.get("host")
            ]
            message = f"requests to {listed(hosts) or 'any host'} pass in clear text"
            yield Breach(ingress, ("spec",), message)


RULE = Rule(
    id="NET017",
    title="An Ingress has no TLS",
    severity=Severity.WARNING,
    why="Inputs, answers and bearer tokens can be read on the way. gRPC clients that insist on TLS fail with "
    "`Stream removed` or `WRONG_VERSION_NUMBER`.",
    fix="add `tls` with the hosts and a Secret of type kubernetes.io/tls",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/ingress.md",),
    check=check,
    fails="""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  rules:
  - host: bert.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, port: {number: 8000}}}}]}
""",
    passes="""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  tls: [{hosts: [bert.example.com], secretName: bert-tls}]
  rules:
  - host: bert.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, port: {number: 8000}}}}]}
""",
)
