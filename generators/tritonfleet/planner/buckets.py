"""Bucket bounds of Triton's histogram: the objective's own, and a ladder around it that p50 to p99 can be read from."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tritonfleet.planner.derived import Derived
from tritonfleet.spec.units import Duration

FAMILY = "nv_inference_first_response_histogram_ms"
LADDER = tuple(Decimal(step) for step in ("0.125", "0.25", "0.5", "0.75", "1", "1.5", "2", "4", "10"))
"""Bounds as parts of the objective: close where a percentile near it is read, wide where the answer is late anyhow."""


def buckets_of(within: Duration) -> Derived[tuple[float, ...]]:
    """Upper bounds in milliseconds, increasing, the objective exactly among them.

    The others are whole: Triton counts whole milliseconds (triton-inference-server/core:src/infer_response.cc).
    """
    objective = within.amount * 1000
    ladder = {(objective * step).quantize(Decimal(1), ROUND_HALF_UP) for step in LADDER if step != 1}
    bounds = tuple(float(bound) for bound in sorted({bound for bound in ladder if bound > 0} | {objective}))
    reason = f"{within} exactly, and {LADDER[0]} to {LADDER[-1]} times it, in whole milliseconds"
    return Derived(bounds, reason, "ms")


def bound_text(bound: float) -> str:
    """A bound as the value of ``le`` that Triton writes: ``80``, ``2.5``.

    Source: jupp0r/prometheus-cpp:core/src/text_serializer.cc, WriteValue, which Triton links.
    """
    return str(int(bound)) if bound == int(bound) else repr(bound)
