"""The counters of dcgm-exporter as a value: DCGM field → type and help, as a line of its file has them."""

from __future__ import annotations

from typing import Annotated

from tritonfleet.charts.types import pattern
from tritonfleet.dcgm import exporter

DcgmField = Annotated[str, pattern(r"^DCGM_(FI|EXP)_[A-Z0-9_]+$", max_length=128)]
CounterLine = Annotated[
    str, pattern(r'^(gauge|counter|histogram|summary|label), [^,"\r\n]+$', max_length=256)
]
"""Type and help. The exporter splits a line as CSV and stops at one that has not three fields.

Source: NVIDIA/dcgm-exporter:internal/pkg/counters/counter_config.go.
"""
Counters = dict[DcgmField, CounterLine | None]


def default_counters() -> Counters:
    """What NVIDIA's own file has, and what alerts and dashboards need besides."""
    return dict(exporter().counters)
