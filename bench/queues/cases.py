"""What is measured: models of known service time, and loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tritonfleet.simulator.batching import Batching

FIXED, EACH = 0.1, 0.0125
"""Seconds a batch and a request: 112.5 ms for one, 200 ms for eight. Long, so that other work on the machine is little
beside it."""
LOADS = (0.3, 0.6, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Case:
    """A model, and the share of its capacity that is asked of it. ``delay`` is in seconds."""

    max_batch: int
    instances: int
    load: float
    delay: float = 0.0

    @property
    def model(self) -> str:
        waits = f"_delay{1000 * self.delay:g}" if self.delay else ""
        return f"batch{self.max_batch}_instances{self.instances}{waits}"

    def batching(self, overhead: float = 0.0) -> Batching:
        """As the simulator is told; ``overhead`` is what the server adds to each batch, in seconds."""
        seconds = tuple(FIXED + overhead + EACH * size for size in range(1, self.max_batch + 1))
        return Batching(seconds, self.instances, delay=self.delay)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.load * self.batching().capacity


def cases() -> Iterator[Case]:
    """Batch 1 and 8, one and two instances, four loads; and a queue delay at two of them."""
    for max_batch in (1, 8):
        for instances in (1, 2):
            yield from (Case(max_batch, instances, load) for load in LOADS)
    yield from (Case(8, 1, load, delay=0.15) for load in (0.3, 0.6))


def idle(case: Case) -> Case:
    """The same model, nearly without load: what is left of its waiting time then is the server's own."""
    return replace(case, load=0.1 / case.max_batch)


def write_models(repository: Path) -> None:
    """A Triton model repository with the model of every case."""
    code = Path(__file__).with_name("sleeper.py").read_text()
    for case in {case.model: case for case in cases()}.values():
        folder = repository / case.model / "1"
        folder.mkdir(parents=True)
        (folder / "model.py").write_text(code)
        (folder.parent / "config.pbtxt").write_text(_config(case))


def _config(case: Case) -> str:
    parameters = "".join(
        f'parameters {{ key: "{name}" value {{ string_value: "{value}" }} }}\n'
        for name, value in (("fixed", FIXED), ("each", EACH))
    )
    delay = f"max_queue_delay_microseconds: {case.delay * 1e6:.0f}" if case.delay else ""
    return (
        f'backend: "python"\nmax_batch_size: {case.max_batch}\n'
        'input { name: "X" data_type: TYPE_FP32 dims: [1] }\n'
        'output { name: "START" data_type: TYPE_INT64 dims: [2] }\n'
        f"instance_group {{ kind: KIND_CPU count: {case.instances} }}\n"
        f"dynamic_batching {{ {delay} }}\n{parameters}"
    )
