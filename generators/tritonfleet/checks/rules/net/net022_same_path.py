"""NET022: one host and path leads to one place."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.ingresses import NGINX, Entry, annotations_of, class_of, entries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    owner: dict[tuple[str, str, str, str], Entry] = {}
    for entry in world.derived(entries):
        if str(annotations_of(entry.ingress).get(f"{NGINX}canary")).lower() == "true":
            continue
        identity = (class_of(entry.ingress), entry.host, entry.target, entry.kind)
        first = owner.setdefault(identity, entry)
        if first is not entry and (first.ingress is entry.ingress or first.ingress.ref != entry.ingress.ref):
            where = "the same Ingress" if first.ingress is entry.ingress else str(first.ingress)
            message = f"`{entry.host or '*'}{entry.target}` is in {where} already"
            yield Breach(entry.ingress, (*entry.path, "path"), message, related=(first.ingress,))


RULE = Rule(
    id="NET022",
    title="Two Ingress rules claim one path",
    severity=Severity.ERROR,
    why="ingress-nginx refuses the second with `host … and path … is already defined in ingress …`; other "
    "controllers take the older one, so the new service gets no request and nothing says why.",
    fix="give each its own host or path, or mark one as canary",
    sources=("kubernetes/ingress-nginx:internal/ingress/controller/controller.go",),
    check=check,
    fails="""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  ingressClassName: nginx
  tls: [{hosts: [models.example.com], secretName: models-tls}]
  rules:
  - host: models.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, port: {number: 8000}}}}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: resnet, namespace: staging}
spec:
  ingressClassName: nginx
  tls: [{hosts: [models.example.com], secretName: models-tls}]
  rules:
  - host: models.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: resnet, port: {number: 8000}}}}]}
""",
    passes="""\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  ingressClassName: nginx
  tls: [{hosts: [models.example.com], secretName: models-tls}]
  rules:
  - host: models.example.com
    http: {paths: [{path: /bert, pathType: Prefix, backend: {service: {name: bert, port: {number: 8000}}}}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: resnet, namespace: staging}
spec:
  ingressClassName: nginx
  tls: [{hosts: [models.example.com], secretName: models-tls}]
  rules:
  - host: models.example.com
    http: {paths: [{path: /resnet, pathType: Prefix, backend: {service: {name: resnet, port: {number: 8000}}}}]}
""",
)
