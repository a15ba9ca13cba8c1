"""All boards, in the order in which people meet them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tritonfleet.dashboards.autoscaling import autoscaling
from tritonfleet.dashboards.fleet import fleet
from tritonfleet.dashboards.gpu import gpu
from tritonfleet.dashboards.kserve import kserve
from tritonfleet.dashboards.service import service
from tritonfleet.dashboards.views import Board


def boards() -> tuple[Board, ...]:
    """Every board that charts/triton-platform ships."""
    return (fleet(), service(), gpu(), kserve(), autoscaling())


def files(charts: Path) -> Iterator[tuple[Path, str]]:
    """Each dashboard's file below the folder of the charts, with the text it should have."""
    from tritonfleet.dashboards.assembly import as_json
    from tritonfleet.dashboards.files import FOLDER

    for board in boards():
        yield charts / FOLDER / f"{board.name}.json", as_json(board)
