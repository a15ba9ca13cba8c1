"""Previews as one HTML page: no network, no script, laid out on Grafana's grid."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime

from tritonfleet.dashboards.preview.panels import ROW_PIXELS
from tritonfleet.dashboards.preview.run import Preview
from tritonfleet.plotting import unit_label


def page(previews: Sequence[Preview], address: str) -> str:
    """The page, a whole HTML document that needs no other file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("tritonfleet.dashboards.preview"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"data": _data, "moment": _moment, "unit_label": unit_label}
    template = environment.get_template("preview.html.j2")
    return template.render(previews=previews, address=address, row=ROW_PIXELS) + "\n"


def _data(picture: bytes) -> str:
    """A picture as an address, so that its ids and styles stay its own."""
    return f"data:image/svg+xml;base64,{b64encode(picture).decode()}"


def _moment(second: float) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
