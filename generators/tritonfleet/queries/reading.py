"""Queries for people: what is worth knowing in one paragraph, and expressions on lines that can be read."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.queries.types import Extent, Query


def facts(query: Query) -> str:
    """Unit, kind, exporter, release, switch and parameters, as sentences."""
    return " ".join(_facts(query))


def pretty(expression: str) -> str:
    """The expression indented, as Prometheus indents it."""
    import promql_parser

    return str(promql_parser.parse(expression).prettify())


def _facts(query: Query) -> Iterator[str]:
    if query.unit.symbol:
        yield f"Unit: {query.unit.symbol}."
    yield "Adds up over pods." if query.extent is Extent.TOTAL else "Does not add up over pods."
    yield f"Written by {query.exporter}, chosen by the labels of a {query.subject}."
    if query.scales:
        yield f"To scale on: `{query.extent.metric_type}` in KEDA."
    if query.since:
        yield f"From Triton {query.since} on."
    if query.switch:
        yield f"Needs {_switch(query)}."
    if query.parameters:
        defaults = ", ".join(f"`{name}={_shown(value)}`" for name, value in query.parameters.items())
        yield f"Parameters and their defaults: {defaults}."


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _switch(query: Query) -> str:
    from tritonfleet.metrics import exporters

    metrics = exporters()[query.exporter].metrics.values()
    found = next(each.switch for each in metrics if each.switch and each.switch.name == query.switch)
    return f"{found.on}{' (the default)' if found.default else ''}"
