"""MON205: a series that a query takes from a rule is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Query, Recording, Selector, queries, recordings
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_OTHERS = ("vllm:", "sglang:", "apiserver_", "node:", "node_", "namespace:", "instance:", "cluster:", "code_")
"""Beginnings of names that exporters write, or that kube-prometheus records."""
_PLACES = ("namespace", "job", "service")
"""Labels that tell whose series it is."""
_CLOSE = 0.85
"""A letter or two in a word of usual length (difflib's ratio)."""


def check(world: World) -> Verdicts:
    recorded = recordings(world)
    for query in world.derived(queries) if recorded else ():
        told: set[str] = set()
        for use in query.uses:
            name = use.selector.metric
            if not name or ":" not in name or name in told or name.startswith(_OTHERS):
                continue
            if not any(each.answers(use.selector) for each in recorded.get(name, ())):
                told.add(name)
                yield from _of(query, use.selector, name, recorded)


def _of(query: Query, asked: Selector, name: str, recorded: Mapping[str, Sequence[Recording]]) -> Verdicts:
    """Only a name a letter or two from one that is recorded here is surely meant for it: others lie elsewhere."""
    alike = (each for each in sorted(recorded) if _is_slip(name, each))
    near = next((each for each in alike if any(one.answers(asked) for one in recorded[each])), None)
    if near:
        whose = " for what is asked here" if name in recorded else ""
        yield query.breach(f"no rule records `{name}`{whose}", f"did you mean `{near}`?", at=name)
    else:
        yield from _of_another(query, asked, name, recorded.get(name, ()))


def _of_another(query: Query, asked: Selector, name: str, rules: Sequence[Recording]) -> Verdicts:
    """A series that this very object records, and here is asked for under a label's value that it has not."""
    own = [each.fixed for each in rules if each.query.resource is query.resource]
    for matcher in asked.matchers:
        there = sorted({fixed[matcher.label] for fixed in own if matcher.label in fixed})
        if matcher.literal and matcher.label in _PLACES and there and matcher.literal not in there:
            message = f'`{name}` is recorded here with {matcher.label}="{there[0]}", not "{matcher.literal}"'
            yield query.breach(message, f"did you mean `{there[0]}`?", at=matcher.literal)
            return


def _is_slip(name: str, other: str) -> bool:
    """Whether the names differ in one of their parts only, and there by a letter or two."""
    pairs = list(zip(name.split(":"), other.split(":"), strict=False))
    different = [(one, two) for one, two in pairs if one != two]
    if name.count(":") != other.count(":") or len(different) != 1:
        return False
    one, two = different[0]
    return abs(len(one) - len(two)) <= 2 and SequenceMatcher(None, one, two).ratio() >= _CLOSE


RULE = Rule(
    id="MON205",
    title="A query reads a series that no rule records",
    severity=Severity.WARNING,
    why="Names with colons come from recording rules. A rule that was renamed, or was never "
    "installed, leaves the query empty, and neither Prometheus nor KEDA says so.",
    fix="record the series under this name, or use the name that is recorded",
    sources=(
        "prometheus/docs:docs/practices/rules.md",
        "cloudflare/pint:docs/checks/promql/series.md",
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
    - record: triton_model:requests:rate5m
      expr: |
        sum by (model) (rate(nv_inference_count[5m]))
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
      threshold: "100"
      query: |
        sum(triton_model:request:rate5m)
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: triton_model:requests:rate5m
      expr: |
        sum by (model) (rate(nv_inference_count[5m]))
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
      threshold: "100"
      query: |
        sum(triton_model:requests:rate5m)
""",
)
