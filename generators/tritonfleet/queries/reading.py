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
    kind = "adds up over pods" if query.extent is Extent.TOTAL else "does not grow with the number of pods"
    unit = f"In {query.unit.symbol}; it" if query.unit.symbol else "A number; it"
    yield f"{unit} {kind} (`{query.extent.metric_type}` in KEDA). Written by {query.exporter}."
    if query.since:
        yield f"From Triton {query.since} on."
    if query.switch:
        yield f"It needs {_switch(query.switch)}."
    if query.parameters:
        defaults = ", ".join(f"`{name}={_shown(value)}`" for name, value in query.parameters.items())
        yield f"Parameters and their defaults: {defaults}."
    yield f"Its selector is a {query.subject}'s."


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _switch(name: str) -> str:
    from tritonfleet.metrics import exporter

    triton = exporter("nv_inference_count")
    found = (
        next((m.switch for m in triton.metrics.values() if m.switch and m.switch.name == name), None)
        if triton
        else None
    )
    if found is None:
        return name
    return f"{found.on}{' (the default)' if found.default else ''}"
