"""dcgm-exporter's counters file: which fields become metrics, and of which type."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from tritonfleet.checks.objects import Path, Resource

TYPES = ("gauge", "counter", "histogram", "summary", "label")
"""What the second field may be. Source: NVIDIA/dcgm-exporter:internal/pkg/counters/variables.go."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file that is no comment: its number from 1, and its fields without blanks around them."""

    line: int
    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        """The DCGM field."""
        return self.fields[0]


@dataclass(frozen=True, slots=True)
class Counters:
    """A counters file in a ConfigMap."""

    resource: Resource
    path: Path
    rows: tuple[Row, ...]

    @property
    def metrics(self) -> frozenset[str]:
        """The metrics that the exporter writes; rows of type ``label`` become labels instead."""
        return frozenset(row.name for row in self.rows if len(row.fields) > 1 and row.fields[1] != "label")


def read_counters(resource: Resource, path: Path, text: str) -> Counters:
    """The rows of a file, as Go's encoding/csv splits them, comments left out."""
    return Counters(resource, path, tuple(_rows(text)))


def _rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            fields = next(csv.reader([line]), [])
            yield Row(number, tuple(field.strip(" ") for field in fields))
