"""Values of the prometheus-adapter chart: external metrics that HorizontalPodAutoscalers of services ask for.

One rule a signal for all services of a cluster: the adapter puts the HPA's namespace and its label selector in the
place of ``<<.LabelMatchers>>`` (kubernetes-sigs/prometheus-adapter:docs/externalmetrics.md,
pkg/naming/metrics_query.go). What depends on a service, its entry models, makes a rule of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tritonfleet.digests import digest
from tritonfleet.planner.scaling import ScalingPlan, TriggerPlan
from tritonfleet.planner.scaling.queried import window_text
from tritonfleet.planner.slo import entry_models
from tritonfleet.spec.resolve import ResolvedService

Values = dict[str, Any]
MATCHERS = "<<.LabelMatchers>>"
PREFIX = "tritonfleet"


def external_rules(service: ResolvedService, plan: ScalingPlan | None) -> list[Values]:
    """What the adapter needs to answer the HorizontalPodAutoscaler of one service; nothing where it has none."""
    if plan is None or plan.owner != "hpa":
        return []
    asked = [trigger for trigger in plan.triggers.values() if trigger.type == "prometheus"]
    return [_rule(trigger, service, plan.window.value) for trigger in asked]


def adapter_values(rules: Iterable[Values]) -> Values:
    """Values for the adapter of one cluster, of the ``external_rules`` of its services.

    ``rules.default`` is left as it is: it belongs to whoever runs the adapter.
    """
    by_name = {rule["name"]["as"]: rule for rule in rules}
    return {"rules": {"external": [by_name[name] for name in sorted(by_name)]}}


def metric_name(trigger: TriggerPlan, service: ResolvedService) -> str:
    """The external metric of a trigger: ``tritonfleet_queue_mean``, with a digest where it is of chosen models."""
    if trigger.query is not None:
        return f"{PREFIX}_gateway_{_digest(trigger.query)}"
    name = f"{PREFIX}_{trigger.signal}".replace("-", "_")
    models = _models(trigger, service)
    return f"{name}_{_digest('|'.join(models))}" if models else name


def _rule(trigger: TriggerPlan, service: ResolvedService, window: int) -> Values:
    named = {"name": {"as": metric_name(trigger, service)}}
    if trigger.query is not None:
        # Any series that is always there: the query is taken as it is, whatever it reads.
        return {
            "seriesQuery": "up",
            **named,
            "resources": {"namespaced": False},
            "metricsQuery": trigger.query,
        }
    query = _query(trigger, service, window)
    series = re.findall(r"\bnv_\w+", query)[0]
    return {
        "seriesQuery": f'{series}{{namespace!="",job!=""}}',
        **named,
        "resources": {"overrides": {"namespace": {"resource": "namespace"}}},
        "metricsQuery": query,
    }


def _query(trigger: TriggerPlan, service: ResolvedService, window: int) -> str:
    from tritonfleet import queries

    assert trigger.signal is not None
    entry = queries.entry_models(_models(trigger, service))
    return queries.query(trigger.signal).signal(MATCHERS, window_text(window), entry=entry)


def _models(trigger: TriggerPlan, service: ResolvedService) -> tuple[str, ...]:
    """The models that the query names; none where all of the service count."""
    if trigger.models:
        return trigger.models
    entries = entry_models(service).value
    return entries if set(entries) != set(service.models) else ()


def _digest(text: str) -> str:
    return digest(text)[:8]
