"""The picture or page that ``tritonfleet simulate --output`` writes."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from tritonfleet.cli.simulate_show import COLUMNS, describe, row, verdict
from tritonfleet.replacing import replace_file
from tritonfleet.simulator.outcome import Outcome
from tritonfleet.simulator.run import Scenario
from tritonfleet.simulator.serving import Serving


def write_picture(path: Path, serving: Serving, scenario: Scenario, outcomes: Sequence[Outcome]) -> None:
    """The comparison as SVG, PNG, or a page with the table. Raises ToolMissing without matplotlib."""
    from tritonfleet.plotting import Form, Look
    from tritonfleet.simulator.drawing import draw

    form = Form.PNG if path.suffix == ".png" else Form.SVG
    picture = draw(outcomes, serving.within, Look(width=900, height=200, form=form))
    path.parent.mkdir(parents=True, exist_ok=True)
    data = _page(picture, serving, scenario, outcomes) if path.suffix == ".html" else picture
    replace_file(path, data)


def _page(picture: bytes, serving: Serving, scenario: Scenario, outcomes: Sequence[Outcome]) -> bytes:
    head = "".join(f"<th>{title}</th>" for title in (*COLUMNS, "acts on"))
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in (*row(o, serving), o.note)) + "</tr>"
        for o in outcomes
    )
    said = html.escape(describe(serving, scenario)).replace("\n", "<br>")
    svg = picture.decode().partition("<svg")
    return (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>Scaling simulation</title><style>"
        "body{font:14px/1.5 system-ui,sans-serif;max-width:960px;margin:2em auto;padding:0 1em}"
        "table{border-collapse:collapse;width:100%}td,th{padding:.3em .6em;border-bottom:1px solid #d8dee4;"
        "text-align:left}svg{max-width:100%;height:auto}</style></head>"
        f"<body><h1>{html.escape(serving.service.name)}: scaling simulated</h1><p>{said}</p>"
        f"<table><tr>{head}</tr>{rows}</table><p>{html.escape(verdict(serving, outcomes))}</p>"
        f"{svg[1]}{svg[2]}</body></html>\n"
    ).encode()
