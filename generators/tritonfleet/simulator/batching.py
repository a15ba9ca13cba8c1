"""How a pod batches, and what it ran."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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

    def takes(self) -> tuple[int, ...]:
        """The size of a batch by how many wait, up to the largest that is preferred."""
        largest = max(self.preferred, default=self.max_batch)
        return tuple(
            max((size for size in self.preferred if size <= waiting), default=waiting)
            for waiting in range(largest + 1)
        )

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


@dataclass(slots=True)
class Started:
    """The same while it is being made."""

    starts: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)

    def batches(self, seconds: Sequence[float]) -> Batches:
        """As arrays. ``seconds``: how long a batch of 0, 1, 2, … takes."""
        import numpy as np

        starts, sizes = np.asarray(self.starts, float), np.asarray(self.sizes, np.int64)
        ends = starts + np.asarray(seconds)[sizes]
        return Batches(starts, ends, sizes, np.asarray(self.arrivals, float), self.refused)
