"""MON110: an average is divided by what was counted, not by more."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Binary, Call, Expression, Problem, number, queries, unit, walk
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_VISIBLE = 0.1
"""Below a floor of one request in ten seconds the error is smaller than what averages over minutes tell anyway."""


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for problem in query.once(_problems):
            yield query.problem(problem)


def _problems(expression: Expression) -> list[Problem]:
    found = []
    for each in walk(expression):
        floor = _floor(each.right) if isinstance(each, Binary) and each.operator == "/" else None
        if floor and isinstance(each, Binary) and _has_rate(each.left):
            message = f"{floor[0]} in the divisor understates the average of rare requests"
            found.append(Problem(message, at=floor[1]))
    return found


def _floor(divisor: Expression) -> tuple[str, str | int] | None:
    """How the divisor is kept above zero at the cost of its value, and the word where that stands."""
    for each in walk(divisor):
        if isinstance(each, Call) and each.function == "clamp_min" and len(each.arguments) == 2:
            least = number(each.arguments[1])
            if least is not None and least >= _VISIBLE and _counts(each.arguments[0]):
                return f"`clamp_min(..., {least:g})`", "clamp_min"
        if isinstance(each, Binary) and each.operator == "+":
            for added, counted in ((each.left, each.right), (each.right, each.left)):
                constant = number(added)
                if constant is not None and constant >= _VISIBLE and _counts(counted):
                    return f"`{constant:g} +`", 0
    return None


def _counts(expression: Expression) -> bool:
    """Whether it is a number of requests a second; of microseconds a second, 1 is next to nothing."""
    measured = unit(expression)
    return measured is not None and measured.things == 1 and measured.time == -1


def _has_rate(expression: Expression) -> bool:
    return any(isinstance(each, Call) and each.function in ("rate", "irate") for each in walk(expression))


RULE = Rule(
    id="MON110",
    title="An average is divided by more than was counted",
    severity=Severity.WARNING,
    why="`clamp_min(rate(...), 1)` and `1 + rate(...)` avoid a division by zero by changing every "
    "value below one request a second: at 0.1 requests a second the latency shown is a tenth of "
    "the real one. Alerts and autoscalers sleep through slow, quiet models.",
    fix="divide by the rate itself, and drop empty seconds with `> 0` behind the divisor",
    sources=(
        "triton-inference-server/tutorials:Deployment/Kubernetes/TensorRT-LLM_Autoscaling_and_Load_Balancing",
        "triton-inference-server/server:deploy/k8s-onprem/dashboard.json",
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
        sum(rate(nv_inference_queue_duration_us[5m])) / clamp_min(sum(rate(nv_inference_request_success[5m])), 1) > 9e4
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
        sum(rate(nv_inference_queue_duration_us[5m])) / (sum(rate(nv_inference_request_success[5m])) > 0) > 9e4
      for: 5m
""",
)
