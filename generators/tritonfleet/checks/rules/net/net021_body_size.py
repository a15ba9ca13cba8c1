"""NET021: requests with tensors fit through ingress-nginx."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.ingresses import NGINX, annotations_of, entries, is_nginx
from tritonfleet.checks.network.protocols import protocol_of
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_BODY_SIZE = f"{NGINX}proxy-body-size"


def check(world: World) -> Verdicts:
    seen: set[int] = set()
    for entry in world.derived(entries):
        ingress = entry.ingress
        if entry.service is None or entry.port is None or id(ingress) in seen or not is_nginx(ingress):
            continue
        if _BODY_SIZE not in annotations_of(ingress) and protocol_of(world, entry.service, entry.port) in (
            "http",
            "grpc",
        ):
            seen.add(id(ingress))
            message = (
                f"{entry.service} is Triton, and the controller refuses bodies above its default of 1 MB"
            )
            yield Breach(ingress, ("metadata", "annotations"), message, related=(entry.service,))


RULE = Rule(
    id="NET021",
    title="The ingress controller refuses large requests",
    severity=Severity.WARNING,
    why="One image of 600 × 600 in FP32 is 4 MB. ingress-nginx answers 413 Request Entity Too Large beyond 1 "
    "MB, unless its own ConfigMap allows more; small tests pass and real inputs fail.",
    fix='set the annotation nginx.ingress.kubernetes.io/proxy-body-size, such as "64m", or "0" for no bound',
    sources=("kubernetes/ingress-nginx:docs/user-guide/nginx-configuration/annotations.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec:
  terminationGracePeriodSeconds: 60
  containers:
  - name: triton
    image: nvcr.io/nvidia/tritonserver:26.07-py3
    args: [tritonserver, --model-repository=gs://models]
    readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
    lifecycle: {preStop: {sleep: {seconds: 10}}}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  ingressClassName: nginx
  tls: [{hosts: [bert.example.com], secretName: bert-tls}]
  rules:
  - host: bert.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, port: {name: http}}}}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec:
  terminationGracePeriodSeconds: 60
  containers:
  - name: triton
    image: nvcr.io/nvidia/tritonserver:26.07-py3
    args: [tritonserver, --model-repository=gs://models]
    readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
    lifecycle: {preStop: {sleep: {seconds: 10}}}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod, annotations: {nginx.ingress.kubernetes.io/proxy-body-size: 64m}}
spec:
  ingressClassName: nginx
  tls: [{hosts: [bert.example.com], secretName: bert-tls}]
  rules:
  - host: bert.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, port: {name: http}}}}]}
""",
)
