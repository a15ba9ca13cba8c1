"""Values with units: what counts as one, and how much it is."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from tritonfleet.spec.units import Cpu, Duration, Memory, Percentage


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("4m", 240), ("500ms", 0.5), ("100us", 0.0001), ("1.5h", 5400)]
)
def test_a_duration_counts_seconds(text, seconds):
    assert Duration(text).seconds == pytest.approx(seconds)


def test_a_duration_keeps_whole_microseconds():
    assert Duration("100us").microseconds == 100


@pytest.mark.parametrize(
    ("text", "size"), [("1Ki", 1024), ("16Gi", 16 * 1024**3), ("1k", 1000), ("2.5G", 2.5e9)]
)
def test_memory_counts_bytes_as_kubernetes_does(text, size):
    assert Memory(text).bytes == size


def test_cpu_counts_cores():
    assert Cpu("500m") < Cpu("1")
    assert Cpu("1000m") == Cpu("1")


def test_a_percentage_is_a_ratio_too():
    assert Percentage("99.9%").ratio == pytest.approx(0.999)


def test_the_text_is_kept_as_it_was_written():
    assert str(Memory("1024Mi")) == "1024Mi"


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Duration, 30),
        (Duration, "30"),
        (Duration, "30 s"),
        (Duration, "-5s"),
        (Memory, "16GB"),
        (Memory, "16"),
        (Memory, 16),
        (Cpu, "2 cores"),
        (Cpu, True),
        (Percentage, "0.999"),
        (Percentage, 99.9),
    ],
)
def test_a_wrong_or_missing_unit_is_refused_with_an_example(kind, wrong):
    with pytest.raises(ValidationError, match="such as"):
        TypeAdapter(kind).validate_python(wrong)


def test_a_cpu_may_be_a_whole_number():
    assert TypeAdapter(Cpu).validate_python(4) == Cpu("4")
