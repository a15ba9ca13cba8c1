"""What an autoscaler does to a service under load, before anybody is paged: a trace is replayed against it.

``simulate(scenario, policy)`` gives a ``Run``; ``serving`` and ``policies`` take both from a fleet.
"""

from tritonfleet.simulator.batcher import Batcher
from tritonfleet.simulator.batching import Batches, Batching
from tritonfleet.simulator.pods import Lifetimes
from tritonfleet.simulator.policy import Policy, Trigger
from tritonfleet.simulator.run import Run, Scenario, simulate
from tritonfleet.simulator.traces import Trace, read_trace, shape

__all__ = [
    "Batcher",
    "Batches",
    "Batching",
    "Lifetimes",
    "Policy",
    "Run",
    "Scenario",
    "Trace",
    "Trigger",
    "read_trace",
    "shape",
    "simulate",
]
