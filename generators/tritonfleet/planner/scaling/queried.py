"""The PromQL of a trigger, and whether the chart can write it itself."""

from __future__ import annotations

from tritonfleet.planner.scaling.types import TriggerPlan
from tritonfleet.planner.slo import entry_models
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService


def query_of(
    trigger: TriggerPlan, service: ResolvedService, environment: ResolvedEnvironment, window: int
) -> str:
    """The query of a prometheus trigger, whole. ``window``: seconds it looks back."""
    from tritonfleet import queries

    if trigger.query is not None:
        return trigger.query
    assert trigger.signal is not None
    assert environment.spec is not None
    query = queries.query(trigger.signal)
    selected = queries.selector(query.subject, environment.spec.namespace, service.name)
    return query.signal(selected, window_text(window), entry=_entry(trigger, service))


def chart_knows(trigger: TriggerPlan, service: ResolvedService) -> bool:
    """Whether the chart writes the same query from the name of the signal and its value ``slo.models``."""
    from tritonfleet.charts.keda_trigger import METRIC_TYPES

    states_entries = service.spec.slo is not None or not _selects(service)
    return trigger.signal in METRIC_TYPES and not trigger.models and states_entries


def window_text(seconds: int) -> str:
    """A window as Prometheus writes it: ``60s`` is ``1m``."""
    return f"{seconds}s" if seconds % 60 else f"{seconds // 60}m"


def _entry(trigger: TriggerPlan, service: ResolvedService) -> str:
    from tritonfleet import queries

    if trigger.models:
        return queries.entry_models(trigger.models)
    return queries.entry_models(entry_models(service).value) if _selects(service) else ""


def _selects(service: ResolvedService) -> bool:
    """Whether some models' requests do not count, so that queries name those that do."""
    return set(entry_models(service).value) != set(service.models)
