"""ROL207: nobody else writes the Services that Flagger makes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.flagger import canaries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for canary in canaries(world):
        for suffix in ("", "-primary", "-canary"):
            name = f"{canary.service_name}{suffix}"
            service = world.index.get("Service", canary.resource.namespace, name)
            if service is not None and canary.target[0] in ("Deployment", "DaemonSet"):
                message = f"{service} is among the manifests, and Flagger writes its ports and selector"
                yield Breach(canary.resource, ("spec", "service"), message, related=(service,))


_PAIR = """\
apiVersion: v1
kind: Service
metadata: {name: NAME, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}, {name: grpc, port: 8001}]}
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: bert, namespace: prod}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  service: {port: 8000, portDiscovery: true}
  analysis: {interval: 1m, threshold: 5, iterations: 10}
"""

RULE = Rule(
    id="ROL207",
    title="Flagger writes a Service that is also among the manifests",
    severity=Severity.WARNING,
    why="Flagger points the Service at the primary; the next apply, or Argo CD's self-heal, points it back at "
    "the Deployment, which has no pods between releases. Clients get connection errors for as long as the two "
    "take turns.",
    fix="leave the Service out, and let `spec.service` of the Canary describe it (`portDiscovery` for all "
    "ports)",
    sources=(
        "fluxcd/flagger:pkg/router/kubernetes_default.go",
        "fluxcd/flagger:docs/gitbook/usage/how-it-works.md",
    ),
    check=check,
    fails=_PAIR.replace("NAME", "bert"),
    passes=_PAIR.replace("NAME", "bert-metrics"),
)
