"""MON134: a metric of KEDA's exists in the release that the cluster has."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import known_uses
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import exists
from tritonfleet.metrics.wording import releases


def check(world: World) -> Verdicts:
    given = world.facts.versions.get("keda", "")
    for known in known_uses(world):
        metric = known.metric
        if metric.exporter != "keda" or not (metric.since or metric.until):
            continue
        if not given:
            yield Undecided(needs.version("keda"))
        elif not exists(metric, given):
            message = f"KEDA {given} writes no `{known.name}`: it is there {releases(metric)}"
            fix = f"query `{metric.instead}`" if metric.instead else ""
            yield known.query.breach(message, fix, at=known.name)


_ALERT = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: keda, namespace: monitoring}
spec:
  groups:
  - name: keda
    rules:
    - alert: ScalerFails
      expr: |
        sum by (scaledObject) (rate(METRIC[5m])) > 0
      for: 5m
"""

RULE = Rule(
    id="MON134",
    title="A query names a metric that this KEDA does not write",
    severity=Severity.ERROR,
    why="KEDA 2.17 and 2.18 dropped the metrics that they had called deprecated, and 2.20 brought new ones. The "
    "alert that should say that scaling is broken finds nothing, and is silent for ever.",
    fix="query the metric that this release has",
    sources=(
        "kedacore/keda:pkg/metricscollector/prommetrics.go",
        "kedacore/keda:pkg/metricscollector/webhook/webhook_prommetrics.go",
    ),
    check=check,
    needs=(needs.version("keda"),),
    facts=Facts(versions={"keda": "2.20.2"}),
    fails=_ALERT.replace("METRIC", "keda_scaler_errors"),
    passes=_ALERT.replace("METRIC", "keda_scaler_detail_errors_total"),
)
