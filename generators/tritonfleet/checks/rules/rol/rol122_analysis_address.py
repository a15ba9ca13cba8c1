"""ROL122: an analysis asks the cluster's Prometheus."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, PrometheusFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rollouts.analyses import metrics
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.scaling.addresses import differs
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for metric in metrics(world):
        address = metric.prometheus.get("address")
        if not isinstance(address, str) or not address or "{{" in address:
            continue
        known = world.facts.prometheus.address if world.facts.prometheus else ""
        if not known:
            yield Undecided(needs.PROMETHEUS)
        elif differs(address, known):
            path = (*metric.path, "provider", "prometheus", "address")
            message = f"`{address}` is not the cluster's Prometheus, {known}"
            yield Breach(metric.owner, path, message, f"use {known}", mend=Mend("set", path, known))


_TEMPLATE = """\
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: errors, namespace: prod}
spec:
  metrics:
    - name: errors
      successCondition: result[0] < 0.01
      provider: {prometheus: {address: "http://ADDRESS:9090", query: vector(0)}}
"""

RULE = Rule(
    id="ROL122",
    title="An analysis asks another Prometheus",
    severity=Severity.WARNING,
    why="The AnalysisRun ends in errors (`no such host`), or worse, a Prometheus that does not scrape "
    "these pods answers with nothing and the release passes. It happens when a template is copied "
    "between clusters.",
    fix="use the address of the cluster's Prometheus",
    sources=("argoproj/argo-rollouts:docs/analysis/prometheus.md",),
    check=check,
    needs=(needs.PROMETHEUS,),
    facts=Facts(prometheus=PrometheusFacts(address="http://prometheus.monitoring.svc:9090")),
    fails=_TEMPLATE.replace("ADDRESS", "prometheus.istio-system.svc"),
    passes=_TEMPLATE.replace("ADDRESS", "prometheus.monitoring.svc.cluster.local"),
)
