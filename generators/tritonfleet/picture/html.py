"""The map as one HTML file: no network, no script, the same bytes for the same map."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from tritonfleet.picture.model import FleetMap, Pool
from tritonfleet.picture.totals import Totals, cost_per_hour, gib, money, totals
from tritonfleet.picture.view import Block, Row, Styles, rows
from tritonfleet.words import count

_LINE = 22
"""Height in pixels that a line of text on a slice needs."""


@dataclass(frozen=True, slots=True)
class PoolView:
    """A pool with its sums, rows, and scale.

    ``unit`` is the height in pixels of one memory slice, ``letters`` the length of the longest profile, ``memory``
    the GiB of a GPU.
    """

    pool: Pool
    totals: Totals
    rows: tuple[Row, ...]
    unit: int
    letters: int
    memory: float

    def grid(self, block: Block) -> tuple[int, int]:
        """Lines and columns that the block's cells are laid out in: lines as long as text fits on them."""
        lines = min(len(block.cells), max(1, block.size * self.unit // _LINE))
        return lines, ceil(len(block.cells) / lines)


def render_html(map: FleetMap) -> str:
    """The report of this map, a whole HTML document that needs no other file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("tritonfleet.picture"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"money": money, "gib": gib, "count": count}
    return environment.get_template("report.html.j2").render(_context(map)) + "\n"


def _context(shown: FleetMap) -> dict[str, Any]:
    styles = Styles.of(shown)
    return {
        "map": shown,
        "styles": styles,
        "totals": totals(shown.gpus),
        "cost": cost_per_hour(pool for cluster in shown.clusters for pool in cluster.pools),
        "pod_count": sum(item.pods for item in shown.unplaced),
        "views": {
            cluster.name: [pool_view(pool, styles) for pool in cluster.pools] for cluster in shown.clusters
        },
        "pool_cost": lambda pool: cost_per_hour([pool]),
    }


def pool_view(pool: Pool, styles: Styles) -> PoolView:
    """The pool at a scale where every slice holds a line of text."""
    slices = [item for gpu in pool.gpus for item in gpu.slices]
    profiles = max((len(item.profile) for item in slices), default=0)
    memory = max((gpu.memory_gib for gpu in pool.gpus), default=0.0)
    return PoolView(pool, totals(pool.gpus), rows(pool, styles), _unit(pool), profiles, memory)


def _unit(pool: Pool) -> int:
    finest = max((gpu.memory_slices for gpu in pool.gpus), default=1)
    if finest > 1:
        return max(_LINE, 168 // finest)
    places = max((item.places for gpu in pool.gpus for item in gpu.slices), default=1)
    return _LINE * min(max(places, 3), 8)
