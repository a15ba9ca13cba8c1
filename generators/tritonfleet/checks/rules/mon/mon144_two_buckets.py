"""MON144: rules that record one thing over several windows count the same bucket."""

from __future__ import annotations

from collections import Counter, defaultdict

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.objectives import Objective, objectives
from tritonfleet.checks.promql import Purpose
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    families: dict[tuple[object, ...], list[Objective]] = defaultdict(list)
    for objective in objectives(world):
        level, colon, rest = objective.query.name.partition(":")
        if objective.query.purpose is Purpose.RECORD and colon:
            others = sorted((m.label, m.value) for m in objective.selector.matchers if m.label != "le")
            subject = rest.partition(":")[0]
            families[objective.query.resource.ref, level, subject, tuple(others)].append(objective)
    for family in families.values():
        yield from _differing(family)


def _differing(family: list[Objective]) -> Verdicts:
    """The objectives that are not what most of their family are."""
    usual, times = Counter(each.milliseconds for each in family).most_common(1)[0]
    for each in family if times > len(family) / 2 else ():
        if each.milliseconds != usual:
            message = f'it counts le="{each.milliseconds:g}", and the rules beside it le="{usual:g}"'
            yield each.query.breach(message, f"count {usual:g} in all of them, or none", at="le")


_RULES = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: job:triton_in_time:rate5m
      expr: sum by (job) (rate(nv_inference_first_response_histogram_ms_bucket{le=~"100([.]0+)?"}[5m]))
    - record: job:triton_in_time:rate30m
      expr: sum by (job) (rate(nv_inference_first_response_histogram_ms_bucket{le=~"100([.]0+)?"}[30m]))
    - record: job:triton_in_time:rate1h
      expr: sum by (job) (rate(nv_inference_first_response_histogram_ms_bucket{le=~"BOUND([.]0+)?"}[1h]))
"""

RULE = Rule(
    id="MON144",
    title="Windows of one objective count different buckets",
    severity=Severity.WARNING,
    why="An alert on a burn rate compares a long window with a short one. When one of the rules was changed with "
    "the objective and another was not, the two disagree for ever: the alert fires too early or not at all.",
    fix="let all windows of an objective count the same bucket",
    sources=("slok/sloth:internal/prometheus/rules.go", "prometheus/docs:docs/practices/rules.md"),
    check=check,
    fails=_RULES.replace("BOUND", "500"),
    passes=_RULES.replace("BOUND", "100"),
)
