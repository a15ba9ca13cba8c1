"""Objectives, scaling and releases of services, in any shape that a person could write, as Hypothesis strategies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Spec = dict[str, Any]

releases: st.SearchStrategy[Spec] = st.sampled_from(
    ["23.04", "23.08", "23.12", "24.05", "24.07", "24.11", "25.06", "25.12", "26.01", "26.07"]
).map(lambda release: {"tag": f"{release}-py3"})
"""Around each release that brought or changed a metric: 23.09, 24.07, 24.11, 26.01."""


def slos(models: list[str]) -> st.SearchStrategy[Spec]:
    """Objectives of a service, or of a fleet, some of them about some of the models."""
    latencies = st.fixed_dictionaries(
        {
            "objective": st.sampled_from(["90%", "99%", "99.95%"]),
            "within": st.sampled_from(["8ms", "80ms", "250ms", "2s"]),
        }
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "latency": latencies,
            "availability": st.sampled_from(["95%", "99.5%", "99.99%"]),
            "window": st.sampled_from(["3d", "7d", "30d", "720h"]),
            "requestsPerSecond": st.sampled_from([0.2, 40, 7200]),
            "models": st.lists(st.sampled_from(models), min_size=1, max_size=2, unique=True),
        },
    )


cron_windows: st.SearchStrategy[Spec] = st.dictionaries(
    st.sampled_from(["day", "night"]),
    st.fixed_dictionaries(
        {
            "start": st.sampled_from(["0 8 * * 1-5", "*/30 6 1,15 jan-jun MON"]),
            "end": st.just("0 18 * * 1-5"),
            "replicas": st.integers(1, 3),
        },
        optional={"timezone": st.sampled_from(["UTC", "Europe/Berlin"])},
    ),
    max_size=2,
)
_UNITS: dict[str, list[Any]] = {
    "queue-time": ["4ms", "20ms", "400us"],
    "gpu": ["60%", "95%"],
    "cpu": ["70%", "120%"],
    "concurrency": [2, 12.5],
    "pending": [1, 30],
    "requests": [0.5, 250],
    "gateway": [5, 300],
}
"""Targets in the unit of each signal that takes one."""
GATEWAYS: list[Spec] = [
    {"by": "http-add-on"},
    {"by": "query", "query": 'sum(rate(istio_requests_total{destination_service_name="a"}[2m]))'},
]


@st.composite
def scalings(draw: st.DrawFn) -> Spec:
    """Scaling by each owner that works today and each signal; the cluster may still lack what it takes."""
    owner = draw(st.sampled_from(["keda", "keda", "keda", "hpa", "external"]))
    on = draw(st.sampled_from(["auto", *_UNITS, "cron"]))
    scaling: Spec = {"owner": owner, "on": on}
    if on == "gateway":
        scaling["gateway"] = draw(st.sampled_from(GATEWAYS))
    windows = draw(cron_windows) if owner == "keda" else {}
    if on == "cron" and not windows:
        scaling["on"] = "auto"
    asleep = owner == "keda" and scaling["on"] in ("gateway", "cron")
    bounds = st.fixed_dictionaries(
        {}, optional={"min": st.integers(0 if asleep else 1, 2), "max": st.integers(3, 6)}
    )
    scaling |= draw(bounds)
    if windows:
        scaling["cron"] = windows
    if scaling["on"] in _UNITS and (scaling["on"] == "gateway" or draw(st.booleans())):
        scaling["target"] = draw(st.sampled_from(_UNITS[scaling["on"]]))
    if draw(st.booleans()):
        scaling["cooldown"] = draw(st.sampled_from(["2m", "1h"]))
    return scaling


monitorings: st.SearchStrategy[Spec] = st.fixed_dictionaries(
    {},
    optional={
        "enabled": st.sampled_from([True, True, False]),
        "alerts": st.booleans(),
        "labels": st.just({"team": "vision", "severity_class": "b"}),
    },
)
