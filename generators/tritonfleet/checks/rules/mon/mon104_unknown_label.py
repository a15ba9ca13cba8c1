"""MON104: a metric has the labels that a query asks for."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.labels import may_be_added
from tritonfleet.checks.promql import KnownUse, known_uses
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import exporter


def check(world: World) -> Verdicts:
    for known in known_uses(world):
        found = exporter(known.name)
        if found is None or found.labels_open or not found.mistaken_labels:
            continue
        own = {*known.metric.labels, *known.metric.optional}
        for label, matched in _asked(known):
            meant = found.mistaken_labels.get(label) or _by_case(label, own)
            if label not in own and meant in own and not may_be_added(world, label):
                what = "matches" if matched else "groups by"
                message = f"it {what} `{label}`, and `{known.metric.name}` calls it `{meant}`"
                severity = None if matched and known.query.acts else Severity.WARNING
                yield known.query.breach(message, f"write `{meant}`", at=label, severity=severity)


def _asked(known: KnownUse) -> Iterator[tuple[str, bool]]:
    """The labels that a use needs, and whether it matches them or only groups by them."""
    for matcher in known.use.selector.matchers:
        if matcher.operator in ("=", "=~") and matcher.value not in ("", ".*"):
            yield matcher.label, True
    if not {"label_replace", "label_join"}.intersection(known.use.functions):
        for aggregation in known.use.aggregations:
            if not aggregation.without:
                yield from ((label, False) for label in aggregation.labels)


def _by_case(label: str, own: set[str]) -> str:
    return next((each for each in own if each.lower() == label.lower()), "")


RULE = Rule(
    id="MON104",
    title="A query asks for a label that the metric has not",
    severity=Severity.ERROR,
    why="A matcher on a label that no series carries matches nothing, and the answer is empty, not an "
    "error. KEDA reads that as 0, so the default trigger of a well-known vLLM chart never scales. "
    "Grouping by such a label folds everything into one series.",
    fix="use the label that the exporter writes",
    sources=(
        "triton-inference-server/core:src/constants.h",
        "vllm-project/production-stack:helm/templates/scaledobject-vllm.yaml",
        "kedacore/keda#3065",
    ),
    check=check,
    fails="""\
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
        sum(vllm:num_requests_waiting{model="llama"})
""",
    passes="""\
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
        sum(vllm:num_requests_waiting{model_name="llama"})
""",
)
