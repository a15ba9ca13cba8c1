"""All groups, and the alerts in them by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tritonfleet.alerts import gpu, keda, scaling, serving, slo
from tritonfleet.alerts.types import Alert, Group, Scope


@cache
def groups(scope: Scope) -> tuple[Group, ...]:
    """The groups that a chart renders, in their order: what is recorded first."""
    every = (
        serving.recording_group(),
        slo.recording_group(),
        slo.budget_group(),
        slo.alert_group(),
        serving.alert_group(),
        scaling.alert_group(),
        gpu.alert_group(),
        keda.alert_group(),
    )
    return tuple(group for group in every if group.scope is scope)


@cache
def alerts() -> Mapping[str, tuple[Alert, ...]]:
    """The alerts by name; those on burn rates are several of one name."""
    found: dict[str, list[Alert]] = defaultdict(list)
    for scope in Scope:
        for group in groups(scope):
            for each in group.alerts():
                found[each.name].append(each)
    return MappingProxyType({name: tuple(found[name]) for name in sorted(found)})


def alert_names(scope: Scope) -> tuple[str, ...]:
    """The names of the alerts that a chart renders, in their order."""
    return tuple(dict.fromkeys(each.name for group in groups(scope) for each in group.alerts()))


def alert(name: str) -> tuple[Alert, ...]:
    """The alerts of a name, in any case of letters. Raises InputError, with the name that was probably meant."""
    by_name = {each.casefold(): each for each in alerts()}
    if found := by_name.get(name.strip().casefold()):
        return alerts()[found]
    from tritonfleet.errors import InputError
    from tritonfleet.suggest import suggest

    raise InputError.of(
        f"no alert `{name}`", fix=suggest(name, alerts()) or "`tritonfleet runbook` lists them"
    )


def needed_counters() -> tuple[str, ...]:
    """What dcgm-exporter has to be told to measure, because its own file does not, for every alert to work."""
    return tuple(sorted({metric for same in alerts().values() for each in same for metric in each.needs}))
