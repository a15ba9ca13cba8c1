"""Cases of the alerts on error budgets: 99 % within 80 ms, and 99.9 % without failure, over 30 days."""

from __future__ import annotations

from collections.abc import Callable

from promtool_cases import Case
from traffic import HOURS, MINUTES, counter, labels, requests, responses

LATENCY, AVAILABILITY = "TritonLatencyBudgetBurn", "TritonAvailabilityBudgetBurn"
RULES = "histogram"
BUSY = 600
"""Requests in 30 seconds: 20 a second."""

Traffic = Callable[..., dict[str, str]]


def _rows(alert: str, traffic: Traffic, budget: float) -> list[Case]:
    """Each row fires a little above its factor, and not a little below it."""
    found = []
    for factor, long, after in ((14.4, "1h", "20m"), (6, "6h", "40m"), (3, "1d", "70m"), (1, "3d", "200m")):
        for share, firing in ((1.1, 1), (0.9, 0)):
            bad = factor * budget * share
            how = "above" if firing else "below"
            series = traffic((4 * HOURS, BUSY, bad))
            found.append(
                Case(alert, f"{how} {factor} times the budget", series, after, firing, {"long": long}, RULES)
            )
    return found


def _courses(alert: str, traffic: Traffic) -> list[Case]:
    quick, slow = {"long": "1h"}, {"long": "6h"}
    well = (2 * HOURS, BUSY, 0.0)
    return [
        Case(alert, "healed ten minutes ago", traffic((40 * MINUTES, BUSY, 0.3), well), "50m", 0, quick, RULES),
        Case(alert, "still burning", traffic((60 * MINUTES, BUSY, 0.3)), "50m", 1, quick, RULES),
        Case(alert, "a spike of a minute in a good hour", traffic(well, (2, BUSY, 0.5), well), "2h6m", 0, quick, RULES),
        Case(alert, "three requests at night, all bad", traffic((2 * HOURS, 0.025, 1.0)), "2h", 0, quick, RULES),
        Case(alert, "nine bad requests in an hour", traffic((60 * MINUTES, 0.07, 1.0)), "59m", 0, quick, RULES),
        Case(alert, "little traffic, all bad, for hours", traffic((2 * HOURS, 0.09, 1.0)), "90m", 1, slow, RULES),
        Case(alert, "no traffic at all", traffic((2 * HOURS, 0, 0.0)), "1h", 0, {}, RULES),
    ]  # fmt: skip


def _restarts() -> list[Case]:
    own, name = labels(), "nv_inference_first_response_histogram_ms"
    started_anew = f"{counter((60, BUSY))} {counter((120, BUSY))}"
    series = {f"{name}_count{{{own}}}": started_anew, f'{name}_bucket{{{own},le="80"}}': started_anew}
    failing = {
        f"nv_inference_request_success{{{own}}}": started_anew,
        f'nv_inference_request_failure{{{own},reason="BACKEND"}}': "0x60 0x120",
    }
    return [
        Case(LATENCY, "the server restarts", series, "31m", 0, {}, RULES),
        Case(AVAILABILITY, "the server restarts", failing, "31m", 0, {}, RULES),
    ]


def _pods() -> list[Case]:
    slow, quick = responses((60 * MINUTES, 100, 1.0), pod="vision-7d9f8c6b5-00001"), (60 * MINUTES, 1900, 0.0)
    outvoted = slow | responses(quick, pod="vision-7d9f8c6b5-00002")
    return [
        Case(LATENCY, "one slow pod with a twentieth of the load", outvoted, "50m", 0, {"long": "1h"}, RULES),
    ]


def ensemble(failed: float) -> dict[str, str]:
    """Requests to an ensemble: Triton counts each failed one twice, as OTHER, and at the step that failed."""
    hours = (4 * HOURS, BUSY, failed)
    return requests(hours, model="pipeline", reason="OTHER", counted=2) | requests(hours, model="net")


CASES = [
    *_rows(LATENCY, responses, 0.01),
    *_rows(AVAILABILITY, requests, 0.001),
    *_courses(LATENCY, responses),
    *_courses(AVAILABILITY, requests),
    *_restarts(),
    Case(
        LATENCY,
        "Prometheus 3 writes 80.0",
        responses((60 * MINUTES, BUSY, 0.3), le="80.0"),
        "50m",
        1,
        {"long": "1h"},
        RULES,
    ),
    Case(
        AVAILABILITY,
        "clients give up",
        requests((60 * MINUTES, BUSY, 0.3), reason="CANCELED"),
        "50m",
        0,
        {},
        RULES,
    ),
    Case(
        AVAILABILITY,
        "an ensemble, a little above 6 times",
        ensemble(0.0066),
        "40m",
        1,
        {"long": "6h"},
        "pipeline",
    ),
    Case(
        AVAILABILITY,
        "an ensemble, a little below 6 times",
        ensemble(0.0054),
        "40m",
        0,
        {"long": "6h"},
        "pipeline",
    ),
    Case(
        LATENCY,
        "an outage of a budget of 10 %",
        responses((60 * MINUTES, BUSY, 1.0)),
        "59m",
        1,
        {"long": "1h"},
        "coarse",
    ),
    Case(
        LATENCY,
        "a third late, of a budget of 10 %",
        responses((60 * MINUTES, BUSY, 0.3)),
        "59m",
        0,
        {"long": "1h"},
        "coarse",
    ),
]
