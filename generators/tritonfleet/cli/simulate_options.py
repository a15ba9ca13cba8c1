"""The options of ``tritonfleet simulate``, and what their texts mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tritonfleet.errors import InputError
from tritonfleet.suggest import suggest

if TYPE_CHECKING:
    from tritonfleet.simulator.serving import Serving, Stated
    from tritonfleet.simulator.traces import Trace
    from tritonfleet.simulator.watching import Processor

SHARE_OF_MAXIMUM = 0.7
"""Without a stated load the peak is what this share of the capacity of all replicas answers."""
MOST_REQUESTS = 5e8
"""More take longer than a person waits: some three million are simulated a second."""


@dataclass(frozen=True)
class Options:
    """The command line, as it was written."""

    fleet: Path | None
    service: str | None
    environment: str | None
    policies: Sequence[str]
    compare: bool
    trace: Path | None
    shape: str
    peak: float | None
    duration: str | None
    service_time: str
    max_batch: int | None
    instances: int | None
    start: str | None
    within: str | None
    least: int | None
    most: int | None
    blackout: str | None
    cpu: str | None
    balance: Literal["random", "turns"]
    uniform: bool
    seed: int
    output: Path | None
    style: Literal["text", "json"]

    @property
    def stated(self) -> Stated:
        """What stands instead of the profile and the model."""
        from tritonfleet.simulator.serving import Stated

        start = seconds_of(self.start, "--start") if self.start else None
        return Stated(self.service_time, self.max_batch, self.instances, start)


def trace_of(asked: Options, serving: Serving, most: int) -> Trace:
    """The trace of the file, or the shape, as high and as long as asked for. InputError for an unknown shape."""
    from tritonfleet.simulator.traces import LONGEST, SHAPES, read_trace, shape

    duration = seconds_of(asked.duration, "--duration") if asked.duration else None
    if duration is not None and not 0 < duration <= LONGEST:
        raise InputError.of(f"--duration {asked.duration} is not above 0 and at most a week")
    if asked.trace:
        return _bounded(read_trace(asked.trace).stretched(asked.peak, duration))
    if asked.shape not in SHAPES:
        raise InputError.of(f"unknown shape `{asked.shape}`", fix=suggest(asked.shape, SHAPES))
    peak = asked.peak or serving.load or SHARE_OF_MAXIMUM * most * serving.batching.capacity
    return _bounded(shape(asked.shape, peak).stretched(None, duration))


def _bounded(trace: Trace) -> Trace:
    """The trace. InputError for one whose requests nobody waits for."""
    if not trace.requests <= MOST_REQUESTS:
        message = (
            f"{trace.requests:.3g} requests are too many to simulate: expected {MOST_REQUESTS:g} at most"
        )
        raise InputError.of(message, fix="lower --peak, or shorten it by --duration")
    return trace


def blackout_of(text: str | None) -> tuple[float, float] | None:
    """``15m-25m`` in seconds. InputError for a time that does not last."""
    if text is None:
        return None
    start, found, end = text.partition("-")
    first = seconds_of(start, "--blackout")
    last = seconds_of(end, "--blackout") if found else first
    if last <= first:
        raise InputError.of(f"--blackout {text} lasts no time", fix="write from when to when: 15m-25m")
    return first, last


def processor_of(text: str | None, serving: Serving) -> Processor | None:
    """What a request costs of the CPU that a pod requests. InputError where it requests none."""
    from tritonfleet.simulator.watching import Processor

    if text is None:
        return None
    cpu = serving.service.spec.resources.requests.cpu
    if cpu is None or not cpu.amount:
        message = f"service {serving.service.name} requests no CPU, so there is no utilisation to scale on"
        raise InputError.of(message, fix="state resources.requests.cpu")
    return Processor(seconds_of(text, "--cpu-per-request"), float(cpu.amount))


def seconds_of(text: str, option: str) -> float:
    """A duration in seconds. InputError, with the option's name, for a text that is none."""
    from tritonfleet.spec.units import Duration

    try:
        return Duration(text.strip()).seconds
    except ValueError as error:
        raise InputError.of(f"{option}: {error}") from None
