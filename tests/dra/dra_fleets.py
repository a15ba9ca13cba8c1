"""Fleets whose GPUs are handed out by dynamic resource allocation."""

from __future__ import annotations

from typing import Any

from support.fleets import small

H100 = "NVIDIA-H100-80GB-HBM3"
LABELS = {"example.com/pool": "gpu"}


def claimed(request: dict[str, Any], pool: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The small fleet on a pool of H100 by DRA; ``pool`` adds to the pool's ``gpu``. Changes as in ``small``."""
    gpu = {"product": H100, "perNode": 4, "allocation": "dra", **(pool or {})}
    taint = {"nvidia.com/gpu": {}}
    fleet = {
        "services__vision__gpu": {**request, "allocation": "dra"},
        "clusters__main__dra": {"driver": "0.5.0"},
        "clusters__main__pools": {
            "gpu": {"nodes": 1, "labels": LABELS, "taints": taint, "runtimeClass": "nvidia", "gpu": gpu}
        },
    }
    return small(**(fleet | changes))
