"""What an exporter answers on ``/metrics``, in Prometheus' text format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tritonfleet.errors import InputError, Location

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric as ParsedFamily

_PARTS = frozenset({"le", "quantile"})
"""Labels of the parts of a histogram or a summary."""
_REFUSED = (ValueError, IndexError)
"""What the parser raises for text that it cannot read; of a line that is cut off, an IndexError."""


@dataclass(frozen=True, slots=True)
class Family:
    """The series of one declared name: its type (``unknown`` if it has none) and the labels that any of them has."""

    name: str
    kind: str
    labels: frozenset[str]


def families(text: str, file: str) -> dict[str, Family]:
    """What is exposed, by declared name; names without samples are left out.

    Raises InputError, with the line, for what is not in the text format.
    """
    from prometheus_client.parser import text_string_to_metric_families

    try:
        parsed = list(text_string_to_metric_families(text))
    except _REFUSED:
        raise _explained(text, file) from None
    declared = frozenset(line.split()[2] for line in text.splitlines() if _declares(line))
    found = (_family(each, declared) for each in parsed if each.samples)
    return {family.name: family for family in found}


def _declares(line: str) -> bool:
    return line.startswith("# TYPE ") and len(line.split()) > 3


def _family(parsed: ParsedFamily, declared: Iterable[str]) -> Family:
    """The parser takes ``_total`` off the names of counters, as OpenMetrics has them."""
    total = f"{parsed.name}_total"
    name = total if total in declared and parsed.name not in declared else parsed.name
    labels = frozenset(label for sample in parsed.samples for label in sample.labels)
    return Family(name, parsed.type, labels - _PARTS)


def _explained(text: str, file: str) -> InputError:
    """The first line that cannot be read by itself."""
    from prometheus_client.parser import text_string_to_metric_families

    for number, line in enumerate(text.splitlines(), 1):
        try:
            list(text_string_to_metric_families(line))
        except _REFUSED:
            shown = line if len(line) <= 60 else f"{line[:57]}..."
            message = f"is no sample of Prometheus' text format: `{shown}`"
            return InputError.of(message, Location(file, number), "give what an exporter answers on /metrics")
    return InputError.of("is not in Prometheus' text format", Location(file))
