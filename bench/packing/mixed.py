"""A thousand services on three products: MIG slices, shares, whole GPUs, pods on several GPUs, and rates to be met."""

from __future__ import annotations

import random

from tritonfleet.geometry import maximal_geometries, place, product
from tritonfleet.geometry.types import Product
from tritonfleet.planner.packing import Demand, Group, Layout, NodeSpec, Option, PackingProblem

SEED = 4
SLICED, UNIFORM = "NVIDIA-A100-SXM4-80GB", "NVIDIA-H100-80GB-HBM3"
"""Cut freely (MIG strategy mixed), and node by node into one profile (strategy single)."""
RATES = {"1g.10gb": 1.0, "1g.20gb": 1.1, "2g.20gb": 2.1, "3g.40gb": 3.2, "4g.40gb": 4.0, "7g.80gb": 6.8}
"""What a slice serves, in what the smallest does: invented, shaped as ParvaGPU's profiles are."""


def problem(services: int) -> PackingProblem:
    """The same problem for the same number of services. Prices are relative to an A100."""
    draw = random.Random(SEED)
    size = max(1, services // 10)
    groups = (
        Group("a100", _nodes(size, 8), maximal_geometries(_card(SLICED)), "gpu", 1.0),
        Group("h100", _nodes(size, 8), tuple(_single(_card(UNIFORM))), "node", 2.2),
        Group("h100-whole", _nodes(size, 8), ({"gpu": 1},), "gpu", 2.2),
        Group("l4", _nodes(size, 4), ({"share-4": 4},), "gpu", 0.3),
    )
    kinds = draw.choices([_slices, _rate, _shares, _whole], [40, 20, 25, 15], k=services)
    return PackingProblem(groups, tuple(kind(f"service-{n:04}", draw) for n, kind in enumerate(kinds)))


def legal(group: str, counts: Layout) -> bool:
    """Whether a GPU of the group can be cut so, by the catalogue's placements."""
    products = {"a100": SLICED, "h100": UNIFORM}
    return group not in products or place(_card(products[group]), counts) is not None


def _card(name: str) -> Product:
    card = product(name)
    if card is None:
        raise LookupError(f"the catalogue has no {name}")
    return card


def _single(card: Product) -> list[Layout]:
    return [{name: profile.max_count} for name, profile in card.profiles.items() if name in RATES]


def _nodes(count: int, gpus: int) -> tuple[NodeSpec, ...]:
    return tuple(NodeSpec(f"node-{number:03}", gpus) for number in range(count))


def _slices(name: str, draw: random.Random) -> Demand:
    units = draw.sample(sorted(RATES), draw.choice([1, 1, 2]))
    groups = draw.choice([("a100",), ("h100",), ("a100", "h100")])
    return Demand(name, tuple(Option(g, unit) for g in groups for unit in units), pods=draw.randint(1, 5))


def _rate(name: str, draw: random.Random) -> Demand:
    speed = draw.uniform(20, 400)
    sliced = [
        Option(group, unit, rate=speed * rate * bonus * draw.uniform(0.9, 1.1))
        for group, bonus in (("a100", 1.0), ("h100", 1.9))
        for unit, rate in RATES.items()
    ]
    shared = Option("l4", "share-4", rate=speed * 0.4)
    return Demand(name, (*sliced, shared), rate=speed * draw.uniform(0.5, 12))


def _shares(name: str, draw: random.Random) -> Demand:
    return Demand(name, (Option("l4", "share-4"),), pods=draw.randint(1, 4))


def _whole(name: str, draw: random.Random) -> Demand:
    size = draw.choice([1, 1, 1, 2, 4, 8])
    return Demand(name, (Option("h100-whole", "gpu", size),), pods=draw.randint(1, 2))
