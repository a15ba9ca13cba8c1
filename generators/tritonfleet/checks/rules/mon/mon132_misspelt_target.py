"""MON132: queries of Triton's metrics spell labels, namespaces and Services as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import nearest
from tritonfleet.checks.lookup import Slips
from tritonfleet.checks.monitors import monitored_servers
from tritonfleet.checks.monitors.labels import ATTACHED, may_be_added
from tritonfleet.checks.promql import Query, known_uses, queries
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_KINDS = {"namespace": "Namespace", "service": "Service"}
"""Labels of a scrape that name objects → the kind."""


def check(world: World) -> Verdicts:
    if not monitored_servers(world):
        return
    own = {
        known.name: {*known.metric.labels, *known.metric.optional, *ATTACHED} for known in known_uses(world)
    }
    values, slips = world.derived(_values), world.derived(_slips)
    for query in world.derived(queries):
        for use in query.uses:
            labels = own.get(use.selector.metric or "")
            for matcher in use.selector.matchers:
                near = _near_label(matcher.label, labels)
                if near and not _renamed(world, matcher.label):
                    message = f"nothing that is scraped here has a label `{matcher.label}`"
                    yield query.breach(message, f"did you mean `{near}`?", at=matcher.label)
                elif matcher.literal:
                    there = values.get(matcher.label, ())
                    if there and matcher.literal not in there:
                        yield from _value(world, query, matcher.label, matcher.literal, slips[matcher.label])


def _value(world: World, query: Query, label: str, text: str, slips: Slips) -> Iterator[Breach]:
    near = slips.near(text)
    if near or world.facts.knows(_KINDS[label]):
        fix = f"did you mean `{near}`?" if near else ""
        yield query.breach(f'nothing here is called {label}="{text}"', fix, at=text)


def _near_label(name: str, own: Collection[str] | None) -> str:
    """The label that this is a slip of. Of metrics that nobody knows, only the two that every scrape adds are."""
    if name in (own or ATTACHED) or name.startswith(("__", "exported_")):
        return ""
    return nearest(name, own) if own else nearest(name, _KINDS)


def _renamed(world: World, label: str) -> bool:
    """Whether a monitor here is known to add the label; what a Prometheus adds to all series is not asked."""
    return not any(world.index.of_kind("Prometheus", "PrometheusAgent")) and may_be_added(world, label)


def _slips(world: World) -> Mapping[str, Slips]:
    return {label: Slips(there) for label, there in world.derived(_values).items()}


def _values(world: World) -> Mapping[str, Collection[str]]:
    """Label → the values that scrapes can give it: the namespaces and Services that are here."""
    services = {service.name for service in world.index.of_kind("Service")}
    return {"namespace": {*world.index.namespaces} - {""}, "service": services}


_EXAMPLE = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod-nlp}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod-nlp}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod-nlp}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertFails
      expr: sum by (model) (rate(nv_inference_request_failure{LABEL="prod-nlp"}[5m])) > 0.1
      for: 5m
      labels: {severity: page}
"""

RULE = Rule(
    id="MON132",
    title="A query misspells a label, a namespace or a Service",
    severity=Severity.ERROR,
    why="A matcher that no series fits gives an empty answer, not an error: the alert is silent, the panel says "
    "`No data`, and an autoscaler that reads nothing as zero stays at its minimum.",
    fix="spell it as the scrape does",
    sources=("prometheus-operator/prometheus-operator:pkg/prometheus/promcfg.go", "kedacore/keda#3065"),
    check=check,
    fails=_EXAMPLE.replace("LABEL", "namepsace"),
    passes=_EXAMPLE.replace("LABEL", "namespace"),
)
