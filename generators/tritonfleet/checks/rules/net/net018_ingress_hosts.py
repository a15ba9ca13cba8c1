"""NET018: an Ingress has a certificate for every host that it serves."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for ingress in world.index.of_kind("Ingress"):
        secured = [host for _, tls in items(ingress.data, "spec", "tls") for host in _texts(tls.get("hosts"))]
        if not secured:
            continue
        for number, rule in items(ingress.data, "spec", "rules"):
            host = rule.get("host")
            if isinstance(host, str) and host and not any(_covers(name, host) for name in secured):
                message = f"`{host}` is in no entry of `tls`, which has {listed(secured)}"
                yield Breach(ingress, ("spec", "rules", number, "host"), message)


def _texts(found: Any) -> list[str]:
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def _covers(name: str, host: str) -> bool:
    """Whether a name of a certificate is that of the host; a star stands for one label."""
    return name == host or (name.startswith("*.") and host.partition(".")[2] == name[2:])


RULE = Rule(
    id="NET018",
    title="A host has no certificate",
    severity=Severity.WARNING,
    why="The controller serves its default certificate for that host, and clients refuse it: `certificate is "
    "valid for ingress.local, not …`. Renaming the host in the rules only does this.",
    fix="add the host to `tls[].hosts`, and to the certificate",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/ingress.md",),
    check=check,
    fails="""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  tls: [{hosts: [models.example.com], secretName: models-tls}]
  rules:
  - host: bert.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, port: {number: 8000}}}}]}
""",
    passes="""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  tls: [{hosts: ["*.example.com"], secretName: wildcard-tls}]
  rules:
  - host: bert.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, port: {number: 8000}}}}]}
""",
)
