"""How autoscalers behave by default, from ``catalog/scaling.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Constants:
    """Defaults and limits of autoscalers, times in seconds.

    ``sync``: time between two decisions of the HPA; ``tolerance``: how far a ratio may be off 1 without effect.
    ``stabilisation``: how long less load has to last before pods go.
    ``decimals``: how many KEDA keeps of a number. ``utilisation``: the part of a pod's capacity that is used before
    another pod is added. ``knative``, ``http_add_on``: those sections as they are.
    """

    sync: int
    tolerance: float
    stabilisation: int
    longest_window: int
    longest_period: int
    hpa_to_zero: str
    cooldown: int
    decimals: int
    utilisation: float
    scrapes_in_window: int
    shortest_window: int
    cpu_growth: int
    knative: Mapping[str, Any]
    http_add_on: Mapping[str, Any]


@cache
def constants() -> Constants:
    """The constants, read once."""
    from tritonfleet import yamlio
    from tritonfleet.paths import catalog_file

    path = catalog_file("scaling.yaml")
    data: Any = yamlio.load(yamlio.read_text(path), str(path))
    hpa, keda, own = data["hpa"], data["keda"], data["derivation"]
    return Constants(
        sync=hpa["sync_seconds"],
        tolerance=hpa["tolerance"],
        stabilisation=hpa["stabilisation_seconds"],
        longest_window=hpa["limits"]["window_seconds"],
        longest_period=hpa["limits"]["period_seconds"],
        hpa_to_zero=hpa["to_zero"],
        cooldown=keda["cooldown_seconds"],
        decimals=keda["decimals"],
        utilisation=own["utilisation"],
        scrapes_in_window=own["scrapes_in_window"],
        shortest_window=own["shortest_window_seconds"],
        cpu_growth=own["cpu_growth"],
        knative=data["knative"],
        http_add_on=keda["http_add_on"],
    )
