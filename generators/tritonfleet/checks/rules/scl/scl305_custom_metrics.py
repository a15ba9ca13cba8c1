"""SCL305: a custom metric of an HPA is one that the metrics adapter makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import hpas
from tritonfleet.checks.world import World

_LISTS = {"Pods": "rules", "Object": "rules", "External": "externalRules"}
_SERIES = re.compile(r"[\w:]+")


def check(world: World) -> Verdicts:
    wanted = [
        (hpa, number, kind, str(value(metric, kind.lower(), "metric", "name")))
        for hpa in hpas(world)
        for number, metric in hpa.metrics
        if (kind := str(metric.get("type"))) in _LISTS
    ]
    adapters = world.derived(_adapters) if wanted else []
    for hpa, number, kind, name in wanted if len(adapters) == 1 else ():
        rules = items(adapters[0], _LISTS[kind])
        made = list(_names(rules))
        # A rule without a fixed name takes it from the series: then anything may be made.
        if rules and len(made) == len(rules) and name not in made:
            from tritonfleet.suggest import suggest

            message = f"the metrics adapter makes no metric `{name}`"
            path = ("spec", "metrics", number, kind.lower(), "metric", "name")
            yield Breach(hpa.resource, path, message, suggest(name, made))


def _adapters(world: World) -> list[Mapping[str, Any]]:
    """The configurations of Prometheus adapters among the manifests: they lie in a ConfigMap under ``config.yaml``."""
    found = []
    for config in world.index.of_kind("ConfigMap"):
        text = value(config.data, "data", "config.yaml")
        if isinstance(text, str) and "seriesQuery" in text:
            from tritonfleet import yamlio
            from tritonfleet.errors import InputError

            try:
                found.append(mapping(yamlio.load_kubernetes(text, "config.yaml")))
            except InputError:
                continue
    return found


def _names(rules: Any) -> Iterator[str]:
    """The names that rules give to their metrics, where they are fixed."""
    for _, rule in rules:
        series, given = rule.get("seriesQuery"), mapping(rule, "name")
        name = given.get("as")
        if isinstance(name, str) and name and "$" not in name:
            yield name
        elif not given and isinstance(series, str) and (match := _SERIES.match(series)):
            yield match[0]


_PAIR = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: prometheus-adapter, namespace: monitoring}
data:
  config.yaml: |
    rules:
      - seriesQuery: nv_inference_queue_duration_us{namespace!="",pod!=""}
        resources: {template: <<.Resource>>}
        name: {as: avg_time_queue_us}
        metricsQuery: avg(rate(<<.Series>>{<<.LabelMatchers>>}[30s])) by (<<.GroupBy>>)
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  maxReplicas: 4
  metrics: [{type: Pods, pods: {metric: {name: METRIC}, target: {type: AverageValue, averageValue: 50}}}]
"""

RULE = Rule(
    id="SCL305",
    title="An HPA asks for a metric that the adapter does not make",
    severity=Severity.ERROR,
    why="The HPA shows `<unknown>` and the event FailedGetPodsMetric `unable to fetch metrics from "
    "custom metrics API`; the workload stays at the size that it has. The name in the HPA is that of the "
    "adapter's rule, not that of the series.",
    fix="use the name that the adapter's rule gives in `name.as`",
    sources=(
        "kubernetes-sigs/prometheus-adapter:docs/config.md",
        "triton-inference-server/server:deploy/k8s-onprem/values.yaml",
    ),
    check=check,
    fails=_PAIR.replace("METRIC", "avg_queue_time_us"),
    passes=_PAIR.replace("METRIC", "avg_time_queue_us"),
)
