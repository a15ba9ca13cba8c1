"""A run: a trace against a service that a policy scales.

Model: the parts state theirs (``arrivals``, ``traffic``, ``pods``, ``batcher``, ``counters``, ``watching``, ``keda``,
``hpa``). The HPA decides every 15 seconds; KEDA looks every polling interval, which only matters with a minimum of 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, inf

from tritonfleet.planner.scaling.constants import constants
from tritonfleet.simulator.arrivals import Arrivals
from tritonfleet.simulator.batching import Batching
from tritonfleet.simulator.keda import Keda
from tritonfleet.simulator.pods import Deployment, Lifetimes
from tritonfleet.simulator.policy import Policy
from tritonfleet.simulator.recorder import Recorder
from tritonfleet.simulator.traces import Trace
from tritonfleet.simulator.traffic import Balance, Traffic
from tritonfleet.simulator.watching import Processor, Prometheus


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is replayed, and on what. Times are in seconds; ``within`` is the latency objective, infinity without one.

    ``blackout``: from when to when queries find nothing. ``filled``: the share of its capacity that each pod has at
    the beginning. ``buckets``: spans of time that are told apart.
    """

    trace: Trace
    batching: Batching
    lives: Lifetimes
    within: float = inf
    seed: int = 0
    uniform: bool = False
    balance: Balance = "random"
    scrape_interval: float = 15.0
    blackout: tuple[float, float] | None = None
    filled: float = 0.7
    processor: Processor | None = None
    buckets: int = 120


@dataclass(slots=True)
class Run:
    """What came of a policy. ``replicas``: from each time on, so many asked for and so many ready."""

    policy: Policy
    record: Recorder
    replicas: list[tuple[float, int, int]] = field(default_factory=list)
    pod_seconds: float = 0.0
    unanswered: int = 0


def simulate(scenario: Scenario, policy: Policy) -> Run:
    """Replay the scenario's trace under a policy. The same scenario and policy give the same run."""
    return _Simulation(scenario, policy).run()


class _Simulation:
    def __init__(self, scenario: Scenario, policy: Policy) -> None:
        self._scenario, self._policy = scenario, policy
        self._arrivals = Arrivals(scenario.trace, scenario.seed, uniform=scenario.uniform)
        gateway = any(trigger.signal == "gateway" for trigger in policy.triggers)
        self._traffic = Traffic(scenario.balance, scenario.seed, holds=gateway)
        self._keda = Keda(policy)
        self._prometheus = Prometheus(policy.window, scenario.blackout, scenario.processor)
        self._pods = Deployment(scenario.batching, scenario.lives, scenario.scrape_interval, self._first())
        self._run = Run(policy, Recorder(scenario.trace.duration, scenario.buckets, scenario.within))

    def run(self) -> Run:
        """Go from one decision, or pod that becomes ready, to the next."""
        end, sync = self._scenario.trace.duration, constants().sync
        polling = self._policy.polling if self._policy.minimum == 0 else inf
        now, next_sync, next_poll = 0.0, float(sync), polling
        while now < end:
            self._run.replicas.append((now, len(self._pods.pods), len(self._pods.ready(now))))
            after = min(next_sync, next_poll, self._pods.next_ready(now), end)
            self._serve(now, after)
            now = after
            if now >= next_poll:
                ask = self._prometheus.at(now, self._pods)
                self._pods.scale(self._keda.poll(now, ask, len(self._pods.pods)), now)
                next_poll += polling
            if now >= next_sync:
                self._sync(now)
                next_sync += sync
        self._run.pod_seconds = self._pods.seconds(end)
        self._run.unanswered = self._pods.close() + self._traffic.held
        return self._run

    def _first(self) -> int:
        """The pods that carry the load at the beginning."""
        if not self._policy.triggers:
            return self._policy.maximum
        needed = ceil(
            self._scenario.trace.rate(0.0) / (self._scenario.filled * self._scenario.batching.capacity)
        )
        return min(max(needed, self._policy.minimum), self._policy.maximum)

    def _serve(self, start: float, end: float) -> None:
        times, ready = self._arrivals.between(start, end), self._pods.ready(start)
        self._run.record.arrive(times)
        self._prometheus.count(len(times), end)
        shares, failed = self._traffic.share(times, len(ready))
        self._run.record.fail(failed.tolist())
        for pod, share in zip(ready, shares, strict=False):
            pod.serve(share, end, self._run.record)
        for pod in self._pods.leaving:
            pod.serve(failed[:0], end, self._run.record)
        self._pods.settle(end, self._run.record)

    def _sync(self, now: float) -> None:
        if self._policy.triggers:
            ask, asked = self._prometheus.at(now, self._pods), len(self._pods.pods)
            self._pods.scale(self._keda.sync(now, ask, asked, self._pods.ready_count(now)), now)
