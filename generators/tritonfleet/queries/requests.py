"""Queries on how many requests end, and how many of them fail."""

from __future__ import annotations

from types import MappingProxyType

from tritonfleet.queries.building import Ask, or_zero, quotient
from tritonfleet.queries.types import Extent, Query, Unit

_SUCCESS = "nv_inference_request_success"
_FAILURE = "nv_inference_request_failure"
_NOT_CANCELED = 'reason!="CANCELED"'
"""Also matches series without a reason, so it holds before 24.07 too."""
_ENSEMBLES = MappingProxyType({"ensembles": ""})
"""A failed ensemble reports its error and then its end, each as a failure; 24.10 does so too. Source:
triton-inference-server/core:src/ensemble_scheduler/ensemble_scheduler.cc@r26.06 (FinishEnsemble)."""


def succeeded(ask: Ask) -> str:
    """Answered requests a second."""
    return ask.rate(ask.entries(_SUCCESS))


def _failed(ask: Ask) -> str:
    """Failed requests a second, without those that their client gave up; 0 where none is counted."""
    ensembles = ask.text("ensembles")
    if not ensembles:
        return _failures(ask)
    once = _failures(ask, f'model!~"{ensembles}"')
    twice = _failures(ask, f'model=~"{ensembles}"')
    return f"({once} + {twice} / 2)"


def _failures(ask: Ask, *models: str) -> str:
    return or_zero(ask.rate(ask.entries(_FAILURE, _NOT_CANCELED, *models)), succeeded(ask))


def _all(ask: Ask) -> str:
    return f"{succeeded(ask)} + {or_zero(ask.rate(ask.entries(_FAILURE)), succeeded(ask))}"


def _ended(ask: Ask) -> str:
    return f"{succeeded(ask)} + {_failed(ask)}"


def _failure_ratio(ask: Ask) -> str:
    return quotient(_failed(ask), f"({_ended(ask)})")


def _rejected_ratio(ask: Ask) -> str:
    return quotient(ask.rate(ask.entries(_FAILURE, 'reason="REJECTED"')), f"({_ended(ask)})")


def _by_reason(ask: Ask) -> str:
    return ask.aggregate("sum", f"rate({ask.ranged(ask.entries(_FAILURE))})", "reason")


REQUESTS = (
    Query(
        "request-rate",
        "Requests",
        Unit.REQUESTS_PER_SECOND,
        Extent.TOTAL,
        about="Requests that ended, each once however large its batch: answered, failed and given up; but a failed "
        "one to an ensemble counts twice. What still waits or runs is not in it, nor what was refused before it "
        "waited: for a full queue (`maxQueueSize`, HTTP 503) or a mistake of the client (400, 404).",
        build=_all,
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
        "apart and count). An error that a Python model returns as its response counts as answered; only what it "
        "raises is a failure. What a full queue (`maxQueueSize`, HTTP 503) or a mistake of the client (400, 404) turns "
        "away counts nowhere. Triton counts a failed request to an ensemble twice: `ensembles`, a pattern of their "
        "names, sets that right.",
        build=_failed,
        parameters=_ENSEMBLES,
    ),
    Query(
        "ended-rate",
        "Requests that count",
        Unit.REQUESTS_PER_SECOND,
        Extent.TOTAL,
        about="Requests that ended, without those that their client gave up: answered ones, and failed ones as "
        "failure-rate counts them. What failure-ratio is a share of.",
        build=_ended,
        parameters=_ENSEMBLES,
    ),
    Query(
        "failure-ratio",
        "Failed share of requests",
        Unit.RATIO,
        Extent.MEAN,
        about="Failed requests among those that ended, as failure-rate counts them. What its client gave up is on "
        "neither side. 0 with traffic and no failure, nothing without traffic. Without `ensembles` an ensemble's "
        "share reads up to twice too high.",
        build=_failure_ratio,
        parameters=_ENSEMBLES,
    ),
    Query(
        "failures-by-reason",
        "Failures by reason",
        Unit.REQUESTS_PER_SECOND,
        Extent.TOTAL,
        about="One element a reason: REJECTED (timed out in the queue), CANCELED (given up), BACKEND (the model "
        "failed), OTHER. Those of an ensemble are all OTHER, and each counts twice. What a full queue refuses is in "
        "none of them.",
        build=_by_reason,
        since="24.07",
    ),
    Query(
        "rejected-ratio",
        "Share that waited too long",
        Unit.RATIO,
        Extent.MEAN,
        about="Requests that timed out in a model's queue (REJECTED), out of those that ended and were not given up. "
        "Ask by model: an ensemble's own are OTHER, its steps have them. What a full queue refuses is not in it.",
        build=_rejected_ratio,
        since="24.07",
    ),
)
