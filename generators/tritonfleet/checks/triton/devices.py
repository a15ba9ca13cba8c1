"""The GPUs that a container's process can use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.objects import mapping, value
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.triton.words import Environment

_MIG = "nvidia.com/mig-"
_HIDDEN = {"void", "none", ""}
"""Values of NVIDIA_VISIBLE_DEVICES that show none.

Source: NVIDIA/cloud-native-docs:container-toolkit/docker-specialized.md.
"""


def visible_gpus(container: Mapping[str, Any], environment: Environment, *, unasked: bool) -> int | None:
    """How many GPUs CUDA shows; None where the manifests do not tell.

    Several MIG slices count as one: CUDA sees the first only. ``unasked``: whether a container that asks for
    none may see some, by its runtime class or by what KServe fills in; so does one that sets
    NVIDIA_VISIBLE_DEVICES.
    """
    limits = mapping(container, "resources", "limits")
    asked = {str(name): amount(limits[name]) for name in limits if str(name).startswith("nvidia.com/")}
    if value(container, "resources", "claims") or None in asked.values():
        return None
    whole = sum(units or 0 for name, units in asked.items() if not name.startswith(_MIG))
    slices = sum(units or 0 for name, units in asked.items() if name.startswith(_MIG))
    if whole or slices:
        return whole + min(slices, 1)
    visible = environment.values.get("NVIDIA_VISIBLE_DEVICES", "void")
    return None if unasked or visible not in _HIDDEN or not environment.complete else 0
