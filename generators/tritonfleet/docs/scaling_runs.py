"""The simulations that docs/scaling.md shows: one service, three loads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from tritonfleet.simulator.outcome import Outcome, outcome_of
from tritonfleet.simulator.policies import policy_of
from tritonfleet.simulator.run import Scenario, simulate
from tritonfleet.simulator.serving import Serving, Stated
from tritonfleet.simulator.standalone import Wanted, stated_serving
from tritonfleet.simulator.traces import shape

PEAK = 1200.0
STATED = Stated("5ms+2ms", max_batch=8, instances=1, start=60.0)
COMMAND = "tritonfleet simulate --service-time 5ms+2ms --max-batch 8 --slo 80ms --peak 1200 --min 2"


@dataclass(frozen=True, slots=True)
class Experiment:
    """A load, what is compared under it, and what of it is drawn."""

    shape: str
    minutes: float
    policies: tuple[str, ...]
    panels: tuple[str, ...]
    drawn: tuple[str, ...]
    blackout: tuple[float, float] | None = None

    @property
    def command(self) -> str:
        """The same on the command line."""
        names = " ".join(f"--policy {name}" for name in self.policies)
        dark = f" --blackout {self.blackout[0] / 60:g}m-{self.blackout[1] / 60:g}m" if self.blackout else ""
        return f"{COMMAND} --shape {self.shape} --duration {self.minutes:g}m{dark} {names}"


EXPERIMENTS: Mapping[str, Experiment] = {
    "day": Experiment(
        "ramp",
        40,
        ("queue-time", "concurrency", "requests", "pending", "gpu", "static"),
        ("replicas", "p99"),
        ("concurrency", "pending", "gpu", "static"),
    ),
    "spike": Experiment(
        "spike",
        30,
        ("queue-time", "concurrency", "requests", "gpu", "static"),
        ("replicas", "missed"),
        ("concurrency", "requests", "gpu"),
    ),
    "blind": Experiment(
        "steady",
        20,
        ("concurrency", "concurrency:defaults"),
        ("replicas", "missed"),
        ("concurrency", "concurrency:defaults"),
        blackout=(360.0, 660.0),
    ),
}


def serving() -> Serving:
    """The service: batches of up to eight in 7 to 21 ms, 80 ms promised."""
    return stated_serving(STATED, Wanted(0.08, PEAK, 2, 10))


@cache
def outcomes(name: str) -> tuple[Outcome, ...]:
    """What came of each policy of an experiment."""
    experiment, service = EXPERIMENTS[name], serving()
    trace = shape(experiment.shape, PEAK).stretched(None, 60 * experiment.minutes)
    scenario = Scenario(trace, service.batching, service.lives, service.within)
    scenario = replace(scenario, blackout=experiment.blackout, buckets=90)
    return tuple(
        outcome_of(simulate(scenario, policy_of(policy, service)), service) for policy in experiment.policies
    )
