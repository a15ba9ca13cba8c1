"""MON111: a comparison can be both true and false."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import (
    COMPARISONS,
    Binary,
    Bounds,
    Expression,
    Problem,
    Purpose,
    bounds,
    is_scalar,
    number,
    queries,
    walk,
)
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!="}


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.purpose is Purpose.ALERT:
            for problem in query.once(_problems):
                yield query.problem(problem)


def _problems(expression: Expression) -> list[Problem]:
    comparisons = (
        each for each in walk(expression) if isinstance(each, Binary) and each.operator in COMPARISONS
    )
    return [problem for each in comparisons for problem in _of(each, outermost=each is expression)]


def _of(comparison: Binary, *, outermost: bool) -> Iterator[Problem]:
    """A comparison in the middle may be there to choose series, so only the outermost is called always true."""
    value, operator, threshold = comparison.left, comparison.operator, number(comparison.right)
    if threshold is None:
        value, operator, threshold = comparison.right, _TURNED[operator], number(comparison.left)
    if threshold is None or is_scalar(value):
        return
    found = bounds(value)
    verdict = _verdict(operator, threshold, found)
    if verdict == "never" or (verdict == "always" and outermost and not comparison.boolean):
        between = f"{found.least:g} to {found.greatest:g}"
        yield Problem(f"`{operator} {threshold:g}` is {verdict} true: the value lies within {between}")


def _verdict(operator: str, threshold: float, found: Bounds) -> str:
    least, greatest = found.least, found.greatest
    match operator:
        case ">":
            return "never" if threshold >= greatest else "always" if threshold < least else ""
        case ">=":
            return "never" if threshold > greatest else "always" if threshold <= least else ""
        case "<":
            return "never" if threshold <= least else "always" if threshold > greatest else ""
        case "<=":
            return "never" if threshold < least else "always" if threshold >= greatest else ""
        case "==":
            return "never" if threshold > greatest or threshold < least else ""
        case _:
            return "always" if threshold > greatest or threshold < least else ""


RULE = Rule(
    id="MON111",
    title="A threshold can never be crossed, or always is",
    severity=Severity.ERROR,
    why="Triton's utilisation is a ratio from 0 to 1, as are DCGM's profiling metrics, while "
    "DCGM_FI_DEV_GPU_UTIL runs from 0 to 100. `nv_gpu_utilization > 80` is valid PromQL that is "
    "never true, so the alert sleeps for ever.",
    fix="write the threshold in the metric's own unit",
    sources=(
        "triton-inference-server/core:src/metrics.cc",
        "NVIDIA/dcgm-exporter:etc/default-counters.csv",
        "cloudflare/pint:docs/checks/promql/impossible.md",
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
    - alert: GpuBusy
      expr: |
        max by (gpu_uuid) (nv_gpu_utilization) > 80
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
    - alert: GpuBusy
      expr: |
        max by (gpu_uuid) (nv_gpu_utilization) > 0.8
      for: 5m
""",
)
