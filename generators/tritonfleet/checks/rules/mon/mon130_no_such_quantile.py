"""MON130: a quantile that a query picks is calculated."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import known_uses
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World
from tritonfleet.metrics import Kind

_DEFAULT = "0.5:0.05,0.9:0.01,0.95:0.001,0.99:0.001,0.999:0.001"


def check(world: World) -> Verdicts:
    used = [known for known in known_uses(world) if known.metric.kind is Kind.SUMMARY]
    found = servers(world) if used else []
    if not found or not all(server.complete for server in found):
        return
    there = set().union(*(_quantiles(server) for server in found))
    for known in used:
        matcher = known.use.selector.matcher("quantile")
        asked = _number(matcher.literal) if matcher and matcher.literal else None
        if asked is not None and known.metric.exporter == "triton" and asked not in there:
            names = ", ".join(f"{quantile:g}" for quantile in sorted(there))
            yield known.query.breach(f"there is no quantile {asked:g}, only {names}", at="quantile")


def _quantiles(server: Server) -> set[float]:
    given = server.metrics_config.get("summary_quantiles", _DEFAULT)
    return {
        found
        for found in (_number(pair.partition(":")[0].strip()) for pair in given.split(","))
        if found is not None
    }


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


RULE = Rule(
    id="MON130",
    title="A query picks a quantile that Triton does not calculate",
    severity=Severity.ERROR,
    why="Triton's summaries have the quantiles 0.5, 0.9, 0.95, 0.99 and 0.999, or those of "
    "`summary_quantiles`. Any other is not written, and the query is empty.",
    fix="add the quantile to `--metrics-config summary_quantiles=...`, or pick one that is there",
    sources=(
        "triton-inference-server/core:src/metric_model_reporter.h",
        "triton-inference-server/server:docs/user_guide/metrics.md",
    ),
    check=check,
    fails="""\
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
        image: nvcr.io/nvidia/tritonserver:25.08-py3
        args: [tritonserver, --model-repository=gs://models, --metrics-config=summary_latencies=true]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        max(nv_inference_request_summary_us{quantile="0.98"}) > 500000
      for: 5m
""",
    passes="""\
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
        image: nvcr.io/nvidia/tritonserver:25.08-py3
        args: [tritonserver, --model-repository=gs://models, --metrics-config=summary_latencies=true]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        max(nv_inference_request_summary_us{quantile="0.99"}) > 500000
      for: 5m
""",
)
