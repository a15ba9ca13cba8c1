"""MON112: a threshold is in the unit of the value."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import (
    COMPARISONS,
    Binary,
    Expression,
    Problem,
    Purpose,
    Unit,
    number,
    queries,
    unit,
    walk,
)
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_SHORTEST, _LONGEST = 1e-4, 86_400.0
"""Seconds between which latencies and queueing times lie that anybody wants to be told about."""
_LARGEST = 2.0**44
"""Bytes: no GPU and no node has sixteen tebibytes."""


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.purpose is Purpose.ALERT:
            for problem in query.once(_problems):
                yield query.problem(problem)


def _problems(expression: Expression) -> list[Problem]:
    found = []
    for each in walk(expression):
        if isinstance(each, Binary) and each.operator in COMPARISONS:
            value, threshold = each.left, number(each.right)
            if threshold is None:
                value, threshold = each.right, number(each.left)
            meaning = _meaning(unit(value), abs(threshold)) if threshold else ""
            if meaning and threshold:
                found.append(Problem(f"the threshold {threshold:g} means {meaning}"))
    return found


def _meaning(measured: Unit | None, threshold: float) -> str:
    """What the threshold means, if nobody would mean that."""
    if measured is None:
        return ""
    real = threshold * measured.scale
    if measured.is_duration and not _SHORTEST <= real <= _LONGEST:
        return _time(real)
    if (measured.time, measured.things, measured.size) == (0, 0, 1) and real > _LARGEST:
        return f"{real / 2**40:.3g} TiB"
    if measured.is_plain and measured.scale == 0.01 and threshold <= 1:
        return f"{threshold:g} %"
    if measured.is_plain and measured.scale <= 1e-3 and real < _SHORTEST:
        return f"{real:.1g} requests at a time, for the value is not divided by {1 / measured.scale:g}"
    return ""


def _time(real: float) -> str:
    return f"{real * 1e6:g} µs" if real < 1 else f"{real / 3600:g} h"


RULE = Rule(
    id="MON112",
    title="A threshold is in another unit than the value",
    severity=Severity.WARNING,
    why="Triton counts microseconds, its histogram milliseconds, vLLM seconds, DCGM mebibytes. A "
    "threshold a thousand times too low fires at the first request; one too high never does. "
    "Neither looks wrong in the rule.",
    fix="write the threshold in the value's unit, or divide the value",
    sources=(
        "triton-inference-server/core:src/metrics.cc",
        "NVIDIA/dcgm-exporter:etc/default-counters.csv",
    ),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum(rate(nv_inference_queue_duration_us[5m])) / sum(rate(nv_inference_request_success[5m])) > 0.05
      for: 5m
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum(rate(nv_inference_queue_duration_us[5m])) / sum(rate(nv_inference_request_success[5m])) > 50000
      for: 5m
""",
)
