"""``tritonfleet simulate``: what a policy does to a service under a trace, beside others."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tritonfleet.cli.simulate_options import Options, blackout_of, processor_of, seconds_of, trace_of
from tritonfleet.errors import InputError, Location

if TYPE_CHECKING:
    from tritonfleet.simulator.outcome import Outcome
    from tritonfleet.simulator.policy import Policy
    from tritonfleet.simulator.run import Scenario
    from tritonfleet.simulator.serving import Serving
    from tritonfleet.simulator.watching import Processor

MOST_PEAK = 1e8
"""What a fleet may state, too (spec/slo.py)."""
PICTURES = (".svg", ".png", ".html")


def run_simulate(asked: Options) -> int:
    """Simulate each policy, print what came of it, and draw it where asked for."""
    from tritonfleet.simulator.outcome import outcome_of
    from tritonfleet.simulator.policies import policy_of
    from tritonfleet.simulator.run import simulate

    if asked.output and asked.output.suffix not in PICTURES:
        fix = f"a name that ends in {', '.join(PICTURES)}"
        raise InputError.of("cannot tell what to draw", Location(str(asked.output)), fix)
    if asked.peak is not None and not asked.peak <= MOST_PEAK:
        raise InputError.of(f"--peak {asked.peak:g}: expected at most {MOST_PEAK:g} requests a second")
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
        within = seconds_of(asked.within, "--slo") if asked.within else None
        least = 1 if asked.least is None else asked.least
        return stated_serving(asked.stated, Wanted(within, asked.peak, least, asked.most or 10))
    for name, given in (("--min", asked.least), ("--max", asked.most), ("--slo", asked.within)):
        if given is not None:
            message = f"{name} is for a service without a fleet"
            raise InputError.of(message, fix="state it in the fleet: scaling.min, scaling.max, slo.latency")
    from tritonfleet.cli.simulate_fleet import fleet_serving

    return fleet_serving(asked.fleet or Path("fleet.yaml"), asked.service, asked.environment, asked.stated)


def _scenario(asked: Options, serving: Serving, most: int) -> Scenario:
    from tritonfleet.planner.scaling.load import utilisation
    from tritonfleet.simulator.run import Scenario

    cluster = serving.environment.cluster
    prometheus = cluster.prometheus if cluster else None
    scenario = Scenario(
        trace_of(asked, serving, most),
        serving.batching,
        serving.lives,
        serving.within,
        asked.seed,
        asked.uniform,
        asked.balance,
        blackout=blackout_of(asked.blackout),
        filled=utilisation(serving.service.spec).value,
        processor=processor_of(asked.cpu, serving),
    )
    return replace(scenario, scrape_interval=prometheus.scrape_interval.seconds) if prometheus else scenario


def _show(asked: Options, serving: Serving, scenario: Scenario, outcomes: Sequence[Outcome]) -> None:
    from tritonfleet.cli import simulate_page, simulate_show

    if asked.style == "json":
        simulate_show.print_json(serving, scenario, outcomes)
    else:
        simulate_show.print_text(serving, scenario, outcomes)
    if asked.output:
        simulate_page.write_picture(asked.output, serving, scenario, outcomes)
        sys.stderr.write(f"wrote {asked.output}\n")
