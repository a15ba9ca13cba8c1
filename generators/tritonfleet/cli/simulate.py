"""``tritonfleet simulate``: what a policy does to a service under a trace, beside others."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tritonfleet.errors import InputError, Location
from tritonfleet.suggest import suggest

if TYPE_CHECKING:
    from tritonfleet.simulator.outcome import Outcome
    from tritonfleet.simulator.policy import Policy
    from tritonfleet.simulator.run import Scenario
    from tritonfleet.simulator.serving import Serving, Stated
    from tritonfleet.simulator.traces import Trace
    from tritonfleet.simulator.watching import Processor

PICTURES = (".svg", ".png", ".html")
SHARE_OF_MAXIMUM = 0.7
"""Without a stated load the peak is what this share of the capacity of all replicas answers."""


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
    least: int
    most: int
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

        start = _seconds(self.start, "--start") if self.start else None
        return Stated(self.service_time, self.max_batch, self.instances, start)


def run_simulate(asked: Options) -> int:
    """Simulate each policy, print what came of it, and draw it where asked for."""
    from tritonfleet.simulator.outcome import outcome_of
    from tritonfleet.simulator.policies import policy_of
    from tritonfleet.simulator.run import simulate

    if asked.output and asked.output.suffix not in PICTURES:
        fix = f"a name that ends in {', '.join(PICTURES)}"
        raise InputError.of("cannot tell what to draw", Location(str(asked.output)), fix)
    serving = _serving(asked)
    policies = [policy_of(name, serving) for name in _names(asked)]
    scenario = _scenario(asked, serving, max(policy.maximum for policy in policies))
    _require_processor(policies, scenario.processor)
    outcomes = []
    for policy in policies:
        _progress(f"simulating {policy.name}")
        outcomes.append(outcome_of(simulate(scenario, policy), serving))
    _progress("")
    _show(asked, serving, scenario, outcomes)
    return 0


def _names(asked: Options) -> list[str]:
    from tritonfleet.simulator.policies import COMPARED

    named = [*asked.policies, *(COMPARED if asked.compare else ())]
    return list(dict.fromkeys(named)) or ["auto"]


def _progress(text: str) -> None:
    if sys.stderr.isatty() and not os.environ.get("CI"):
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def _require_processor(policies: Sequence[Policy], processor: Processor | None) -> None:
    for policy in policies:
        if processor is None and any(trigger.signal == "cpu" for trigger in policy.triggers):
            message = f"policy {policy.name} scales on CPU, and nothing tells what a request costs of it"
            raise InputError.of(message, fix="state --cpu-per-request, such as 2ms")


def _serving(asked: Options) -> Serving:
    """Of the fleet that is named or lies here; else as stated."""
    from tritonfleet.simulator.standalone import Wanted, stated_serving

    alone = asked.fleet is None and asked.service is None and bool(asked.service_time)
    if alone:
        within = _seconds(asked.within, "--slo") if asked.within else None
        return stated_serving(asked.stated, Wanted(within, asked.peak, asked.least, asked.most))
    from tritonfleet.cli.simulate_fleet import fleet_serving

    return fleet_serving(asked.fleet or Path("fleet.yaml"), asked.service, asked.environment, asked.stated)


def _scenario(asked: Options, serving: Serving, most: int) -> Scenario:
    from tritonfleet.planner.scaling.load import utilisation
    from tritonfleet.simulator.run import Scenario

    cluster = serving.environment.cluster
    prometheus = cluster.prometheus if cluster else None
    scenario = Scenario(
        _trace(asked, serving, most),
        serving.batching,
        serving.lives,
        serving.within,
        asked.seed,
        asked.uniform,
        asked.balance,
        blackout=_blackout(asked.blackout),
        filled=utilisation(serving.service.spec).value,
        processor=_processor(asked.cpu, serving),
    )
    return replace(scenario, scrape_interval=prometheus.scrape_interval.seconds) if prometheus else scenario


def _trace(asked: Options, serving: Serving, most: int) -> Trace:
    from tritonfleet.simulator.traces import SHAPES, read_trace, shape

    duration = _seconds(asked.duration, "--duration") if asked.duration else None
    if asked.trace:
        return read_trace(asked.trace).stretched(asked.peak, duration)
    if asked.shape not in SHAPES:
        raise InputError.of(f"unknown shape `{asked.shape}`", fix=suggest(asked.shape, SHAPES))
    peak = asked.peak or serving.load or SHARE_OF_MAXIMUM * most * serving.batching.capacity
    return shape(asked.shape, peak).stretched(None, duration)


def _blackout(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    start, found, end = text.partition("-")
    first = _seconds(start, "--blackout")
    last = _seconds(end, "--blackout") if found else first
    if last <= first:
        raise InputError.of(f"--blackout {text} lasts no time", fix="write from when to when: 15m-25m")
    return first, last


def _processor(text: str | None, serving: Serving) -> Processor | None:
    from tritonfleet.simulator.watching import Processor

    if text is None:
        return None
    cpu = serving.service.spec.resources.requests.cpu
    if cpu is None or not cpu.amount:
        message = f"service {serving.service.name} requests no CPU, so there is no utilisation to scale on"
        raise InputError.of(message, fix="state resources.requests.cpu")
    return Processor(_seconds(text, "--cpu-per-request"), float(cpu.amount))


def _seconds(text: str, option: str) -> float:
    from tritonfleet.spec.units import Duration

    try:
        seconds = Duration(text.strip()).seconds
    except ValueError as error:
        raise InputError.of(f"{option}: {error}") from None
    return seconds


def _show(asked: Options, serving: Serving, scenario: Scenario, outcomes: Sequence[Outcome]) -> None:
    from tritonfleet.cli import simulate_show

    if asked.style == "json":
        simulate_show.print_json(serving, scenario, outcomes)
    else:
        simulate_show.print_text(serving, scenario, outcomes)
    if asked.output:
        simulate_show.write_picture(asked.output, serving, scenario, outcomes)
        sys.stderr.write(f"wrote {asked.output}\n")
