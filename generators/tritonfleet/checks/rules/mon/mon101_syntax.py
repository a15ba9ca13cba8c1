"""MON101: an expression is PromQL."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Query, queries
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.world import World

_RENAMED = "holt_winters"


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        parsed = query.parsed
        if not parsed.problem or not query.exact:
            continue
        if f"'{_RENAMED}'" in parsed.problem:
            yield from _renamed(world, query)
        else:
            yield query.breach(f"it is not PromQL: {parsed.problem}", at=max(parsed.offset, 0))


def _renamed(world: World, query: Query) -> Verdicts:
    version = world.facts.versions.get("prometheus", "")
    if not version:
        yield Undecided(needs.version("prometheus"))
    elif not version.startswith(("2.", "v2.")):
        message = f"Prometheus {version} has no function `{_RENAMED}`"
        yield query.breach(message, "call it `double_exponential_smoothing`", at=_RENAMED)


RULE = Rule(
    id="MON101",
    title="An expression is not valid PromQL",
    severity=Severity.ERROR,
    why="The operator's webhook refuses a PrometheusRule with such an expression, or Prometheus drops "
    "the whole rule file and keeps the old one. In a ScaledObject it is found at the first query: "
    "KEDA reports an error for the trigger, and the HPA stays where it is.",
    fix="mend the expression; `promtool promql format` shows where the parser stops",
    sources=(
        "prometheus/prometheus:promql/parser/parse.go",
        "prometheus-operator/prometheus-operator:pkg/admission/admission.go",
    ),
    check=check,
    needs=(needs.version("prometheus"),),
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
        sum by (model (rate(nv_inference_request_failure[5m])) > 1
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
        sum by (model) (rate(nv_inference_request_failure[5m])) > 1
      for: 5m
""",
)
