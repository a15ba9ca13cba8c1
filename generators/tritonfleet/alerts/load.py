"""Alerts on a service's load: its queues, its memory, its cache."""

from __future__ import annotations

from tritonfleet.alerts.asking import BY_MODEL, BY_POD, ask, ask_all
from tritonfleet.alerts.burn import policy
from tritonfleet.alerts.load_pages import PAGES
from tritonfleet.alerts.types import Alert, Severity

QUEUED_SHARE = 0.8
REJECTED_SHARE = 0.01
PINNED_SHARE = 0.95
CACHE_SHARE, CACHE_REQUESTS = 0.02, 1000


def load_alerts() -> tuple[Alert, ...]:
    """Alerts on queues, on memory and on the response cache."""
    return (*_queues(), *_memory())


def _queues() -> tuple[Alert, ...]:
    enough = f"{ask_all('failure-rate', '10m', BY_MODEL)} * 600 >= {policy().least_bad_requests}"
    return (
        Alert(
            "TritonQueueGrowing", Severity.WARNING,
            f"{ask('queue-share', '10m')} > {QUEUED_SHARE}\nand\n{ask_all('pending', '10m')} > 1", "10m",
            "Requests of {{ $labels.job }} mostly wait",
            "{{ $value | humanizePercentage }} of the time that requests take they wait for an instance, and there is "
            "always one waiting.",
            PAGES["TritonQueueGrowing"],
        ),
        Alert(
            "TritonRequestsRejected", Severity.WARNING,
            f"{ask_all('rejected-ratio', '10m', BY_MODEL)} > {REJECTED_SHARE}\nand\n{enough}", "5m",
            "Requests to {{ $labels.model }} of {{ $labels.job }} time out in its queue",
            "{{ $value | humanizePercentage }} of the requests to {{ $labels.model }} failed after waiting longer than "
            "its queue policy allows.",
            PAGES["TritonRequestsRejected"],
        ),
    )  # fmt: skip


def _memory() -> tuple[Alert, ...]:
    asked = f"{ask('success-rate', '6h', BY_MODEL)} * 21600 >= {CACHE_REQUESTS}"
    return (
        Alert(
            "TritonPinnedMemoryFull", Severity.INFO, f"{ask_all('pinned-memory', by=BY_POD)} > {PINNED_SHARE}", "15m",
            "The pinned memory of {{ $labels.pod }} is full",
            "{{ $value | humanizePercentage }} of the pool is in use: further copies to the GPU take the slow way.",
            PAGES["TritonPinnedMemoryFull"],
        ),
        Alert(
            "TritonCacheUseless", Severity.INFO,
            f"{ask('cache-hit-ratio', '6h', BY_MODEL)} < {CACHE_SHARE}\nand\n{asked}", "1h",
            "The response cache does nothing for {{ $labels.model }}",
            "{{ $value | humanizePercentage }} of the requests of six hours were answered from it; the others paid for "
            "the look-up.",
            PAGES["TritonCacheUseless"],
            when="cached",
        ),
    )  # fmt: skip
