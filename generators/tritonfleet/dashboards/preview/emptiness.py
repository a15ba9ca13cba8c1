"""Why a query returned nothing: which exporter's series are missing, and what switches them on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tritonfleet.dashboards.preview.answers import Answer
from tritonfleet.dashboards.preview.client import Prometheus
from tritonfleet.dashboards.preview.timing import Range
from tritonfleet.metrics import metric


class Reasons:
    """Says why queries are empty; asks Prometheus for each metric's existence once."""

    def __init__(self, prometheus: Prometheus, range: Range) -> None:
        self._prometheus, self._range = prometheus, range
        self._exists: dict[str, bool] = {}

    def why(self, answer: Answer) -> list[str]:
        """Sentences on an answer without series; empty when it has some."""
        if answer.tracks:
            return []
        if answer.problem:
            return [f"Prometheus refused it: {answer.problem}"]
        missing = [name for name in _metrics(answer.expression) if not self._is_there(name)]
        if missing:
            return _absent(missing)
        return ["the series exist, and this choice of them had no value (no traffic, or other labels)"]

    def _is_there(self, name: str) -> bool:
        if name not in self._exists:
            selector = f'{{__name__="{name}"}}'
            self._exists[name] = bool(self._prometheus.label_values("__name__", selector, self._range))
        return self._exists[name]


def _absent(names: Sequence[str]) -> list[str]:
    """What it means that this Prometheus has no series of these names: a sentence for each reason."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(_why(name), []).append(f"`{name}`")
    return [f"no series {', '.join(series)}: {reason}" for reason, series in found.items()]


def _why(name: str) -> str:
    known = metric(name)
    if known is None:
        return "its recording rule is not loaded" if ":" in name else "nothing is known to write it"
    conditions = []
    if known.since:
        conditions.append(f"written from release {known.since} on")
    if known.until:
        conditions.append(f"written until release {known.until}")
    if known.switch is not None:
        conditions.append(f"on with {known.switch.on}")
    if not known.default:
        conditions.append("off by default")
    if known.absent_if:
        conditions.append(f"absent where {known.absent_if}")
    return f"{known.exporter} is not scraped, or does not write it" + "".join(
        f"; {each}" for each in conditions
    )


def _metrics(expression: str) -> Iterator[str]:
    """The names of metrics in an expression, each once."""
    from tritonfleet.checks.promql import Selector, parse, walk

    parsed = parse(expression).expression
    found = walk(parsed) if parsed is not None else ()
    names = (each.metric for each in found if isinstance(each, Selector))
    yield from dict.fromkeys(name for name in names if name)
