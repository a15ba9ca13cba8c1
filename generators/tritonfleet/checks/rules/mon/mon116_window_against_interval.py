"""MON116: a range holds at least two samples."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.intervals import scrape_interval, triton_interval
from tritonfleet.checks.promql import known_uses
from tritonfleet.checks.promql.durations import shown
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.world import World

SCRAPE_INTERVAL = "the scrape interval (`interval` of the monitor, or of the Prometheus object)"
_NEED_TWO = frozenset({"rate", "irate", "increase", "delta", "idelta", "deriv"})
_USUAL = 60.0
"""Seconds: longer ranges are not asked about where the interval is not known."""


def check(world: World) -> Verdicts:
    for known in known_uses(world):
        window = known.use.window
        if window is None or known.use.function not in _NEED_TWO:
            continue
        exporter = known.metric.exporter
        ours = exporter == "triton"
        interval = triton_interval(world, known.use.selector) if ours else scrape_interval(world, exporter)
        if interval is None:
            if window < _USUAL:
                yield Undecided(SCRAPE_INTERVAL)
        elif window < 2 * interval:
            message = (
                f"`[{shown(window)}]` holds fewer than two samples at a scrape interval of {shown(interval)}"
            )
            fix = f"use `[{shown(4 * interval)}]`"
            severity = Severity.WARNING if window >= interval else None
            yield known.query.breach(message, fix, at=known.name, severity=severity)


RULE = Rule(
    id="MON116",
    title="A range is too short for the scrape interval",
    severity=Severity.ERROR,
    why="`rate` needs two samples within its range. With a range shorter than two scrape intervals it "
    "comes and goes, and below one it is always empty: the panel has gaps, the alert never fires, "
    "KEDA reads 0.",
    fix="make the range four scrape intervals, or at least two",
    sources=(
        "prometheus/prometheus:docs/querying/functions.md",
        "cloudflare/pint:docs/checks/promql/rate.md",
    ),
    check=check,
    needs=(SCRAPE_INTERVAL,),
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
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics, interval: 30s}]}
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
        sum(rate(nv_inference_request_failure[20s])) > 1
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
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics, interval: 15s}]}
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
        sum(rate(nv_inference_request_failure[2m])) > 1
      for: 5m
""",
)
