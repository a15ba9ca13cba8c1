"""ROL116: a metric is measured a number of times that its limits allow."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rollouts.analyses import Metric, metrics
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling.fields import integer, whole
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    seen: set[tuple[int, str]] = set()
    for metric in metrics(world):
        if (id(metric.owner), metric.name) in seen:
            message = f"another metric is named `{metric.name}` too"
            yield Breach(metric.owner, (*metric.path, "name"), message, "give each metric a name of its own")
        seen.add((id(metric.owner), metric.name))
        yield from _limits(metric)
        asked = [str(name) for name in mapping(metric.data, "provider")]
        if len(asked) > 1:
            message = f"the metric asks {len(asked)} providers: {', '.join(asked)}"
            yield Breach(metric.owner, (*metric.path, "provider"), message, "make a metric of each")


def _limits(metric: Metric) -> Verdicts:
    count, failures, successes, unclear = (
        _number(metric, field)
        for field in ("count", "failureLimit", "consecutiveSuccessLimit", "inconclusiveLimit")
    )
    if count is None or failures is None or successes is None or unclear is None:
        return
    path = (*metric.path, "count")
    if count > 1 and not metric.data.get("interval"):
        message = f"`count` is {count}, and there is no `interval`"
        yield Breach(metric.owner, path, message, "add `interval`, such as 1m")
    elif 0 < count < (limits := max(failures, 0) + successes):
        message = f"`count: {count}` is below {limits}, `failureLimit` and `consecutiveSuccessLimit` together"
        yield Breach(metric.owner, path, message, "measure more often, or lower the limits")
    elif 0 < count < unclear:
        message = f"`count: {count}` is below `inconclusiveLimit: {unclear}`"
        yield Breach(metric.owner, path, message, "measure more often, or lower the limit")
    elif failures == -1 and successes == 0:
        message = "`failureLimit: -1` without a `consecutiveSuccessLimit` never comes to a verdict"
        yield Breach(metric.owner, (*metric.path, "failureLimit"), message, "set one of the two limits")


def _number(metric: Metric, field: str) -> int | None:
    """A count or limit; 0 when it is not set, None when an argument decides it."""
    found = metric.data.get(field)
    if isinstance(found, str):
        return -1 if found == "-1" else whole(found)
    return 0 if found is None else integer(found)


_TEMPLATE = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: errors, namespace: prod}
spec:
  metrics:
    - name: errors
      count: 5
      INTERVAL
      failureLimit: 1
      successCondition: result[0] < 0.01
      provider: {prometheus: {address: "http://prometheus.monitoring.svc:9090", query: vector(0)}}
"""

RULE = Rule(
    id="ROL116",
    title="Argo Rollouts refuses an analysis metric",
    severity=Severity.ERROR,
    why="The AnalysisRun ends at once with the phase Error (`interval must be specified when count > "
    "1`), which takes the release back before it was measured.",
    fix="set `count` and `interval` together, and limits that fit into the count",
    sources=("argoproj/argo-rollouts:utils/analysis/factory.go",),
    check=check,
    fails=_TEMPLATE.replace("      INTERVAL\n", ""),
    passes=_TEMPLATE.replace("INTERVAL", "interval: 1m"),
)
