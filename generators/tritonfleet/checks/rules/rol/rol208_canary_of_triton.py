"""ROL208: a Canary of Triton is judged by metrics that Triton has."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.flagger import BUILT_IN, Canary, canaries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_ASK_THE_POD = ("kubernetes", "gatewayapi")
"""Providers without a proxy of their own: the metrics must come from the pods."""


def check(world: World) -> Verdicts:
    for canary in canaries(world):
        if canary.provider.startswith(_ASK_THE_POD) and _runs_triton(world, canary):
            for path, metric in canary.metrics:
                if metric.get("name") in BUILT_IN and not metric.get("templateRef"):
                    message = f"`{metric['name']}` asks for `http_request_duration_seconds`, which Triton does not have"
                    yield Breach(canary.resource, (*path, "name"), message)


def _runs_triton(world: World, canary: Canary) -> bool:
    from tritonfleet.checks.triton import servers

    return any(
        (server.resource.kind, server.resource.namespace, server.resource.name) == canary.target
        for server in servers(world)
    )


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: nvcr.io/nvidia/tritonserver:26.07-py3
          args: [tritonserver, --model-repository=gs://models]
---
apiVersion: flagger.app/v1beta1
kind: MetricTemplate
metadata: {name: errors, namespace: prod}
spec: {provider: {type: prometheus, address: "http://prometheus.monitoring.svc:9090"}, query: vector(0)}
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: bert, namespace: prod}
spec:
  provider: gatewayapi:v1
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  service: {port: 8000}
  analysis: {interval: 1m, threshold: 5, stepWeight: 10, maxWeight: 50, metrics: [METRIC]}
"""

RULE = Rule(
    id="ROL208",
    title="A Canary judges Triton by metrics that it does not have",
    severity=Severity.ERROR,
    why="Every release is rolled back after `Halt advancement no values found for metric`: with the "
    "providers kubernetes and gatewayapi Flagger's own two metrics are read from the pods, under a name "
    "that Triton does not use.",
    fix="write a MetricTemplate over nv_inference_request_success and nv_inference_request_duration_us, and "
    "name it",
    sources=(
        "fluxcd/flagger:pkg/metrics/observers/http.go",
        "fluxcd/flagger:pkg/metrics/observers/factory.go",
    ),
    check=check,
    fails=_PAIR.replace("METRIC", "{name: request-success-rate, thresholdRange: {min: 99}}"),
    passes=_PAIR.replace("METRIC", "{name: errors, templateRef: {name: errors}, thresholdRange: {max: 1}}"),
)
