"""How a pod batches, and what it ran."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Batching:
    """How a pod batches. ``service_time``: seconds of a batch of 1, 2, …; times are in seconds, 0 is none."""

    service_time: tuple[float, ...]
    instances: int = 1
    preferred: tuple[int, ...] = ()
    delay: float = 0.0
    max_queue: int = 0
    timeout: float = 0.0

    @property
    def max_batch(self) -> int:
        return len(self.service_time)

    @property
    def capacity(self) -> float:
        """Requests a second that all instances answer together with full batches."""
        return self.instances * self.max_batch / self.service_time[-1]

    @property
    def limited(self) -> bool:
        """Whether requests may be refused."""
        return bool(self.max_queue or self.timeout)


@dataclass(frozen=True, slots=True)
class Batches:
    """What was started: for each batch its start, end and size; the arrivals of all its requests, in order."""

    starts: Floats
    ends: Floats
    sizes: NDArray[np.int64]
    arrivals: Floats
    refused: list[float]
