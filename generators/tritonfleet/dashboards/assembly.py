"""A board as the JSON that Grafana reads: panels numbered and placed, variables, links to the other boards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tritonfleet.dashboards.fields import Linked
from tritonfleet.dashboards.sdk import JSONEncoder, dashboard, types
from tritonfleet.dashboards.shapes import panel
from tritonfleet.dashboards.variables import chosen, data_source
from tritonfleet.dashboards.views import Board, Row

TAG = "tritonfleet"
"""What all boards are tagged with, and found by in one another's menu."""
COLUMNS = 24


def as_json(board: Board) -> str:
    """The board as JSON: the same text for the same board."""
    built = (
        dashboard.Dashboard(board.title)
        .uid(board.uid)
        .description(board.about)
        .tags([TAG])
        .readonly()
        .timezone("browser")
        .time("now-1h", "now")
        .refresh("30s")
        .tooltip(types.DashboardCursorSync.CROSSHAIR)
        .with_variable(data_source())
    )
    for choice in board.choices:
        built.with_variable(chosen(choice))
    for link in _links():
        built.link(link)
    made = built.build()
    made.panels = list(_placed(board.rows))
    return JSONEncoder(sort_keys=True, indent=2, ensure_ascii=False).encode(made) + "\n"


def _links() -> Iterator[dashboard.DashboardLink]:
    """The other boards, with the time range and the choices taken along; and the alerts, each with its runbook."""
    others = Linked("Triton").type(types.DashboardLinkType.DASHBOARDS).tags([TAG])
    yield others.as_dropdown(True).include_vars(True).keep_time(True).tooltip("The other boards of Triton")
    alerts = Linked("Alerts and runbooks").type(types.DashboardLinkType.LINK).icon("bolt")
    yield alerts.url("/alerting/list?search=Triton").tooltip("The alerts of Triton, each with its runbook")


def _placed(rows: Sequence[Row]) -> Iterator[types.Panel | types.RowPanel]:
    """Headings and panels from top to bottom, each with its number and place."""
    number, top = 1, 0
    for row in rows:
        place = types.GridPos(h=1, w=COLUMNS, x=0, y=top)
        yield types.RowPanel(title=row.title, id_val=number, collapsed=False, grid_pos=place, panels=[])
        number, top, left, tallest = number + 1, top + 1, 0, 0
        for view in row.views:
            if left + view.width > COLUMNS:
                top, left, tallest = top + tallest, 0, 0
            made = panel(view)
            made.id_val = number
            made.grid_pos = types.GridPos(h=view.height, w=view.width, x=left, y=top)
            yield made
            number, left, tallest = number + 1, left + view.width, max(tallest, view.height)
        top += tallest
