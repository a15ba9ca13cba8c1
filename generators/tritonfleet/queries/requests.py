"""Queries on how many requests end, and how many of them fail."""

from __future__ import annotations

from tritonfleet.queries.building import Ask, or_zero, quotient
from tritonfleet.queries.types import Extent, Query, Unit

_SUCCESS = "nv_inference_request_success"
_FAILURE = "nv_inference_request_failure"
_NOT_CANCELED = 'reason!="CANCELED"'
"""Also matches series without a reason, so it holds before 24.07 too."""


def succeeded(ask: Ask) -> str:
    """Answered requests a second."""
    return ask.rate(ask.entries(_SUCCESS))


def _failed(ask: Ask) -> str:
    """Failed requests a second, without those that their client gave up; 0 where none is counted."""
    return or_zero(ask.rate(ask.entries(_FAILURE, _NOT_CANCELED)), succeeded(ask))


def _ended(ask: Ask) -> str:
    return f"{succeeded(ask)} + {or_zero(ask.rate(ask.entries(_FAILURE)), succeeded(ask))}"


def _failure_ratio(ask: Ask) -> str:
    return quotient(_failed(ask), f"({succeeded(ask)} + {_failed(ask)})")


def _by_reason(ask: Ask) -> str:
    return ask.aggregate("sum", f"rate({ask.ranged(ask.entries(_FAILURE))})", "reason")


REQUESTS = (
    Query(
        "request-rate",
        "Requests",
        Unit.REQUESTS_PER_SECOND,
        Extent.TOTAL,
        about="Requests that ended, each once however large its batch: answered, failed and given up. What still "
        "waits or runs is not in it, nor what a frontend refused before it reached a model.",
        build=_ended,
        scales=True,
    ),
    Query(
        "success-rate",
        "Answered requests",
        Unit.REQUESTS_PER_SECOND,
        Extent.TOTAL,
        about="Requests answered without an error, those from the response cache included.",
        build=succeeded,
    ),
    Query(
        "failure-rate",
        "Failed requests",
        Unit.REQUESTS_PER_SECOND,
        Extent.TOTAL,
        about="Requests that failed, without those that their client gave up (before 24.07 these cannot be told "
        "apart and count). An ensemble's failure is counted once for itself and once for each step that failed.",
        build=_failed,
    ),
    Query(
        "failure-ratio",
        "Failed share of requests",
        Unit.RATIO,
        Extent.MEAN,
        about="Failed requests among those that ended. What its client gave up is on neither side. 0 with traffic "
        "and no failure, nothing without traffic. An ensemble's failures count more than once, so it reads high.",
        build=_failure_ratio,
    ),
    Query(
        "failures-by-reason",
        "Failures by reason",
        Unit.REQUESTS_PER_SECOND,
        Extent.TOTAL,
        about="One element a reason: REJECTED (timed out in the queue), CANCELED (given up), BACKEND (the model "
        "failed), OTHER. An ensemble's are all OTHER.",
        build=_by_reason,
        since="24.07",
    ),
)
