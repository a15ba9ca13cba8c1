"""Configuration files of NVIDIA's device plugin, as a person writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet import yamlio

GPU = "nvidia.com/gpu"


def plugin_config(
    strategy: str = "none",
    *,
    time_slicing: Mapping[str, int] | None = None,
    mps: Mapping[str, int] | None = None,
    **options: bool,
) -> str:
    """A configuration with this MIG strategy that shares resources (name: replicas); options are of the sharing."""
    shared = {"timeSlicing": time_slicing, "mps": mps}
    config: dict[str, Any] = {"version": "v1", "flags": {"migStrategy": strategy}}
    config["sharing"] = {
        kind: {
            **options,
            "resources": [{"name": name, "replicas": count} for name, count in replicas.items()],
        }
        for kind, replicas in shared.items()
        if replicas
    }
    return yamlio.dump(config)
