"""The part of ``tritonfleet plan`` about GPUs: how they are cut, who sits on them, and what has no place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tritonfleet.cli.output import console
from tritonfleet.emit.gpu.node_labels import label_plan
from tritonfleet.pipeline.planning import Planned
from tritonfleet.planner.nodes import node_groups
from tritonfleet.planner.placing.explain import Unmet, bound, why
from tritonfleet.planner.placing.placed import PlacedCluster, PlacedGpu
from tritonfleet.planner.placing.supply import node_name
from tritonfleet.spec.cluster import Cluster


def print_gpus(planned: Planned, *, as_map: bool) -> None:
    """A line for each pool, and what was proved; or every GPU drawn."""
    out = console()
    if not any(placed.gpus for placed in planned.clusters):
        return
    out.print()
    if as_map:
        from tritonfleet.picture.terminal import render_map
        from tritonfleet.pipeline.drawing import fleet_map

        out.print(render_map(fleet_map(planned), out.width, colour=out.is_terminal))
        return
    _print_table(planned)
    for placed in planned.clusters:
        if placed.gpus:
            out.print(f"{placed.name}: {bound(placed)}")


def print_unmet(missing: Sequence[Unmet]) -> None:
    """What has no place, and the smallest change with which it would have one."""
    out = console(stderr=True)
    for found in missing:
        out.print(f"[red]no place[/] for {found.service}: {found.because}; {found.change}")


def gpus_json(placed: PlacedCluster, decided: Cluster) -> dict[str, Any]:
    """A cluster for machines: every GPU with its layout and pods, every service with its place.

    ``decided`` is the cluster with the plan's layouts in its pools.
    """
    solution = placed.solution
    return {
        "cluster": placed.name,
        "status": solution.status,
        "gpusUsed": solution.used,
        "cost": solution.cost,
        "bound": solution.bound,
        "gap": solution.gap,
        "moved": solution.moved,
        "nodes": list(_nodes_json(decided)),
        "gpus": [_gpu_json(gpu) for gpu in placed.gpus],
        "services": [_service_json(placed, name) for name in placed.demands],
    }


def _nodes_json(decided: Cluster) -> Iterator[dict[str, Any]]:
    """Each node with the resources it advertises, and the configurations that its labels must name."""
    labels = {found.group: found.labels for found in label_plan(decided)}
    for name, pool in decided.pools.items():
        for group in node_groups(name, pool):
            for node in group.nodes:
                yield {
                    "pool": name,
                    "node": node_name(name, pool, node),
                    "labels": labels.get(group.name, {}),
                    "resources": dict(group.resources),
                }


def _gpu_json(gpu: PlacedGpu) -> dict[str, Any]:
    return {
        "pool": gpu.pool,
        "node": gpu.node,
        "index": gpu.index,
        "layout": dict(gpu.layout),
        "pods": dict(Counter(name for name, _ in gpu.pods)),
        "free": gpu.free,
    }


def _service_json(placed: PlacedCluster, name: str) -> dict[str, Any]:
    choice = placed.choice(name)
    row = choice.measured if choice else None
    return {
        "service": name,
        "pool": choice.pool if choice else None,
        "unit": choice.unit if choice else None,
        "pods": placed.pods(name),
        "batch": row.batch if row else None,
        "processes": row.processes if row else None,
        "why": why(placed, name),
    }


def _print_table(planned: Planned) -> None:
    from rich.table import Table

    table = Table("cluster", "pool", box=None, pad_edge=False)
    for title in ("GPUs", "in use", "free", "fragmented", "cost/h"):
        table.add_column(title, justify="right")
    table.add_column("cut")
    for placed in planned.clusters:
        for name, pool in placed.cluster.pools.items():
            gpus = [gpu for gpu in placed.gpus if gpu.pool == name]
            if gpus:
                price = pool.price
                table.add_row(placed.name, name, *_row(gpus, price.per_gpu_hour if price else None))
    console().print(table)


def _row(gpus: Sequence[PlacedGpu], price: float | None) -> list[str]:
    used = [gpu for gpu in gpus if gpu.pods]
    cuts = Counter(_cut(gpu) for gpu in gpus)
    return [
        str(len(gpus)),
        str(len(used)),
        str(len(gpus) - len(used)),
        str(sum(bool(gpu.free) for gpu in used)),
        f"{price * len(gpus):g}" if price is not None else "-",
        ", ".join(f"{text} ({count})" for text, count in cuts.most_common()),
    ]


def _cut(gpu: PlacedGpu) -> str:
    """``3g.40gb × 1 + 1g.10gb × 4``, or ``whole``."""
    return " + ".join(f"{profile} × {count}" for profile, count in gpu.layout.items()) or "whole"
