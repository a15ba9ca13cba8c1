"""One value a device out of dcgm-exporter's series: right for whole GPUs, MIG instances and shared ones.

A device is a UUID and, for a MIG instance, a GPU_I_ID. With sharing, each pod's series repeats the device's value, so
it is taken once a device before anything is added up. Labels are brought to one name whatever the exporter's release
and its monitor: ``hostname`` (before May 2026 ``Hostname``, NVIDIA/dcgm-exporter#655), and the workload's ``pod``,
``namespace`` and ``container`` (``exported_…`` where the monitor does not honour labels).
"""

from __future__ import annotations

from collections.abc import Callable

from tritonfleet.queries.building import Ask, alike
from tritonfleet.queries.selectors import Subject
from tritonfleet.queries.types import Extent, Query, Unit

DEVICE = ("UUID", "GPU_I_ID")
_OTHER_NAMES = {
    "hostname": "Hostname",
    "pod": "exported_pod",
    "namespace": "exported_namespace",
    "container": "exported_container",
}


def series(ask: Ask, expression: str) -> str:
    """Series with the labels asked for under one name."""
    return alike(expression, {label: _OTHER_NAMES[label] for label in ask.by if label in _OTHER_NAMES})


def devices(ask: Ask, metric: str) -> str:
    """One value a device, and a group."""
    return ask.aggregate("max", series(ask, ask.series(metric)), *DEVICE)


def shares(ask: Ask, metric: str) -> str:
    """The mean of a share over the window, one value a device and a group."""
    return ask.aggregate("max", series(ask, f"avg_over_time({ask.ranged(ask.series(metric))})"), *DEVICE)


def boards(ask: Ask, operator: str, metric: str) -> str:
    """Of what only a whole GPU has: its MIG instances repeat it."""
    return ask.aggregate(operator, ask.aggregate("max", series(ask, ask.series(metric)), "UUID"))


def gpu_query(
    name: str, title: str, unit: Unit, extent: Extent, about: str, build: Callable[[Ask], str]
) -> Query:
    """A query to dcgm-exporter."""
    return Query(name, title, unit, extent, about, build, exporter="dcgm-exporter", subject=Subject.GPU)
