"""MON105: a query uses the label names of the exporter's version."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.labels import may_be_added
from tritonfleet.checks.monitors.releases import dcgm_exporter_versions
from tritonfleet.checks.promql import Aggregation, Call, KnownUse, known_uses
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import exporter
from tritonfleet.metrics.releases import after

_MAKING = ("label_replace", "label_join")


def check(world: World) -> Verdicts:
    for known in known_uses(world):
        found = exporter(known.name)
        for old, (new, last) in (found.renamed_labels if found else {}).items():
            for label in dict.fromkeys(_labels(known)):
                if label in (old, new) and not may_be_added(world, label):
                    yield from _verdict(world, known, label, old, new, last)


def _labels(known: KnownUse) -> Iterator[str]:
    """The labels that the series must have: those matched, and those grouped by before one is made by a function."""
    yield from (matcher.label for matcher in known.use.selector.matchers)
    for each in known.use.around:
        if isinstance(each, Call) and each.function in _MAKING:
            return
        if isinstance(each, Aggregation):
            yield from each.labels


def _verdict(world: World, known: KnownUse, label: str, old: str, new: str, last: str) -> Verdicts:
    versions = dcgm_exporter_versions(world)
    if not versions:
        yield Undecided(needs.version("dcgm-exporter"))
        return
    wrong = [version for version in versions if after(version, last) == (label == old)]
    if len(wrong) == len(versions):
        right = new if label == old else old
        message = f"{known.metric.exporter} {wrong[0]} has no label `{label}`, it is `{right}`"
        yield known.query.breach(message, f"write `{right}`", at=label)


RULE = Rule(
    id="MON105",
    title="A query uses a label under the name of another exporter version",
    severity=Severity.ERROR,
    why="dcgm-exporter wrote `Hostname` up to 4.5.3-4.8.2 and writes `hostname` since. Grouping by "
    "the one that is gone folds all nodes into one line; matching it finds nothing. NVIDIA's own "
    "tutorial dashboards still use the old name.",
    fix="use the name that the version writes, or relabel so that both exist",
    sources=(
        "NVIDIA/dcgm-exporter#655",
        "NVIDIA/dcgm-exporter:internal/pkg/rendermetrics/render_metrics.go",
    ),
    check=check,
    needs=(needs.version("dcgm-exporter"),),
    facts=Facts(versions={"dcgm-exporter": "4.6.0-4.8.3"}),
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
        max by (Hostname) (DCGM_FI_DEV_GPU_TEMP) > 85
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
        max by (hostname) (DCGM_FI_DEV_GPU_TEMP) > 85
      for: 5m
""",
)
