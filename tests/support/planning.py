"""Fleets to be planned: one cluster of A100s, and services that ask for parts of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.fleets import small
from tritonfleet import geometry, yamlio
from tritonfleet.pipeline.planning import Planned, plan_fleet
from tritonfleet.planner.packing import PackingProblem, verify
from tritonfleet.planner.placing.placed import PlacedCluster
from tritonfleet.spec.plan_file import PlanFile

A100 = "NVIDIA-A100-SXM4-80GB"
PLANNED = {"planned": True}


def fleet(pools: dict[str, Any], services: dict[str, Any], memory: str = "2Gi") -> dict[str, Any]:
    """The small fleet with these pools and services; every service loads a model that needs ``memory``."""
    found = small(models__classifier__load={"time": "20s", "gpuMemory": memory})
    vision = found["services"].pop("vision")
    found["services"] = {name: vision | service for name, service in services.items()}
    found["clusters"]["main"]["pools"] = pools
    return found


def pool(nodes: int = 1, per_node: int = 2, names: str = "n", **gpu: Any) -> dict[str, Any]:
    """A pool of A100s with nodes named ``n0``, ``n1`` …; without ``names``, without names."""
    own = {"nodes": nodes, "gpu": {"product": A100, "perNode": per_node} | gpu}
    return own | ({"nodeNames": [f"{names}{index}" for index in range(nodes)]} if names else {})


def planned_pool(
    nodes: int = 1, per_node: int = 2, strategy: str = "mixed", names: str = "n"
) -> dict[str, Any]:
    return pool(nodes, per_node, names, mig={"strategy": strategy, "planned": True})


def profile(*rows: tuple[str, int, int, float, float]) -> dict[str, Any]:
    """A profile table of (slice, batch, processes, throughput, latency in ms)."""
    keys = ("slice", "batch", "processes", "throughput")
    return {
        "table": [dict(zip(keys, row[:4], strict=True)) | {"latency": f"{row[4]:g}ms"} for row in rows],
        "latencyShare": "50%",
    }


def slo(rate: float, within: str = "100ms") -> dict[str, Any]:
    return {"latency": {"objective": "99%", "within": within}, "requestsPerSecond": rate}


def plan(root: Path, declared: dict[str, Any], before: PlanFile | None = None) -> Planned:
    """The plan of a fleet written to ``root``; every packing is held against the independent checker."""
    path = root / "fleet.yaml"
    path.write_text(yamlio.dump(declared))
    planned = plan_fleet(path, before, limit=30.0, seed=0)
    for placed in planned.clusters:
        assert not mistakes(placed)
    return planned


def mistakes(placed: PlacedCluster) -> list[str]:
    """What is wrong with a cluster's packing, by the checker and by the catalogue's geometry."""
    problem = PackingProblem(tuple(s.group for s in placed.supplies), tuple(placed.demands.values()))
    found = verify(problem, placed.solution)
    for gpu in placed.gpus:
        product = geometry.product(A100)
        assert product is not None
        if gpu.layout and geometry.place(product, gpu.layout) is None:
            found.append(f"{gpu} cannot be cut so")
    return found
