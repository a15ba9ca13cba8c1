"""The generated files of both charts: what they should hold, writing them, and naming those that differ."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tritonfleet.alerts.helm import rules_template
from tritonfleet.alerts.types import Scope
from tritonfleet.charts.document import values_yaml
from tritonfleet.charts.readme import with_table
from tritonfleet.charts.schema import values_schema
from tritonfleet.charts.types import Values
from tritonfleet.charts.values import PlatformValues, TritonValues
from tritonfleet.queries.template import queries_template


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, the type of its values, the groups of its values.yaml, and how strict its schema is."""

    name: str
    values: type[Values]
    sections: dict[str, str]
    asks_for_nulled: bool


CHARTS = (
    Chart(
        "triton",
        TritonValues,
        {
            "nameOverride": "Names",
            "image": "Image",
            "replicas": "Replicas and rollout",
            "modelRepository": "Models",
            "server": "Server",
            "gpu": "Resources and storage",
            "probes": "Health and shutdown",
            "nodeSelector": "Placement",
            "podLabels": "Pod metadata and identity",
            "service": "Network",
            "monitoring": "Monitoring and objectives",
            "autoscaling": "Autoscaling",
            "test": "Test",
        },
        asks_for_nulled=True,
    ),
    Chart(
        "triton-platform",
        PlatformValues,
        {
            "nameOverride": "Names",
            "namespace": "Namespace",
            "resourceQuota": "Limits",
            "networkPolicy": "Network",
            "gpu": "GPUs",
            "monitoring": "Monitoring",
            "triggerAuthentication": "Autoscaling",
        },
        asks_for_nulled=False,
    ),
)

SOURCE_OF_HELPERS = "triton"
"""The chart whose helpers the others copy: a library chart would need a registry, or a packed copy too."""


def files(root: Path) -> Iterator[tuple[Path, str]]:
    """Each generated file below the charts folder ``root``, with the text it should have.

    Raises InputError when a README has no markers, OSError when it cannot be read.
    """
    for chart in CHARTS:
        folder = root / chart.name
        readme = folder / "README.md"
        yield folder / "values.yaml", values_yaml(chart.values, chart.sections)
        title = f"Values of charts/{chart.name}"
        schema = values_schema(chart.values, title, asks_for_nulled=chart.asks_for_nulled)
        yield folder / "values.schema.json", _json(schema)
        common = Path("templates") / "_common.tpl"
        yield folder / common, (root / SOURCE_OF_HELPERS / common).read_text(encoding="utf-8")
        if chart.name == SOURCE_OF_HELPERS:
            yield folder / "templates" / "_queries.tpl", queries_template()
        yield folder / "templates" / "_rules.tpl", rules_template(Scope(chart.name))
        yield readme, with_table(readme.read_text(encoding="utf-8"), chart.values, str(readme))
    from tritonfleet.dashboards.boards import files as dashboards

    yield from dashboards(root)


def write(root: Path) -> list[Path]:
    """Write what differs, and say which files did."""
    changed = stale(root)
    for path, text in files(root):
        if path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return changed


def stale(root: Path) -> list[Path]:
    """The generated files that are missing or differ from what the types say."""
    return [
        path for path, text in files(root) if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def _json(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
