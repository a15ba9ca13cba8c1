"""MON143: a range over a recorded series holds what its rule records."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import queries, recordings
from tritonfleet.checks.promql.durations import shown
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    recorded = recordings(world)
    for query in world.derived(queries) if recorded else ():
        for use in query.uses:
            window, name = use.window, use.selector.metric
            rules = [each for each in recorded.get(name or "", ()) if each.answers(use.selector)]
            intervals = [each.interval for each in rules if each.interval]
            if window is None or not intervals or len(intervals) < len(rules) or window >= min(intervals):
                continue
            interval = min(intervals)
            message = (
                f"`[{shown(window)}]` of `{name}`, which is recorded every {shown(interval)}, is often empty"
            )
            yield query.breach(message, f"use `[{shown(4 * interval)}]` or more", at=name or "")


_RULES = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    interval: 1m
    rules:
    - record: job:triton_requests:rate5m
      expr: sum by (job) (rate(nv_inference_request_success[5m]))
    - alert: BertBusy
      expr: max_over_time(job:triton_requests:rate5m[WINDOW]) > 100
      for: 5m
      labels: {severity: ticket}
"""

RULE = Rule(
    id="MON143",
    title="A range is shorter than the interval at which its series is recorded",
    severity=Severity.ERROR,
    why="A recording rule writes one sample each `interval` of its group. A shorter range holds a sample only now "
    "and then: the alert never lasts as long as `for` asks, and a sum over time counts nearly nothing.",
    fix="make the range some intervals long",
    sources=("prometheus/prometheus:docs/configuration/recording_rules.md",),
    check=check,
    fails=_RULES.replace("WINDOW", "30s"),
    passes=_RULES.replace("WINDOW", "10m"),
)
