"""MON125: a metric of vLLM is named as vLLM writes it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import queries
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import metric


def check(world: World) -> Verdicts:
    scraped = any(world.index.of_kind("ServiceMonitor", "PodMonitor"))
    if not scraped:
        return
    for query in world.derived(queries):
        for name in dict.fromkeys(use.selector.metric for use in query.uses):
            colon = f"vllm:{name.removeprefix('vllm_')}" if name and name.startswith("vllm_") else ""
            if name and colon and metric(colon) is not None:
                yield query.breach(
                    f"`{name}` is `{colon}` where Prometheus scrapes vLLM", f"write `{colon}`", at=name
                )


RULE = Rule(
    id="MON125",
    title="A metric of vLLM is named with an underscore for the colon",
    severity=Severity.WARNING,
    why="vLLM's names have a colon: `vllm:num_requests_waiting`. Some collectors turn it into an "
    "underscore, Prometheus itself does not, so a query copied from such a setup finds nothing.",
    fix="write `vllm:` where Prometheus scrapes vLLM itself",
    sources=(
        "llm-d/llm-d#2492",
        "vllm-project/vllm:vllm/v1/metrics/loggers.py",
    ),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
  - type: prometheus
    metadata:
      serverAddress: http://prometheus.monitoring:9090
      threshold: "5"
      ignoreNullValues: "false"
      query: |
        sum(vllm_num_requests_waiting)
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
  - type: prometheus
    metadata:
      serverAddress: http://prometheus.monitoring:9090
      threshold: "5"
      ignoreNullValues: "false"
      query: |
        sum(vllm:num_requests_waiting)
""",
)
