"""What the picture shows: every GPU with its slices and who sits on them. Filled from a plan, drawn as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Occupant:
    """One pod on a slice. ``note`` is anything a reader must know: ``1 of 2 GPUs``, ``moved``."""

    environment: str
    service: str
    replica: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """A GPU instance, or the whole GPU when ``profile`` is empty.

    ``start`` and ``size`` count memory slices, as NVIDIA's placements do; ``memory_gib`` is the instance's. ``sharers``
    is how many pods may use it at once, 1 when it is exclusive. ``reserved`` says what free places are kept for.
    """

    profile: str
    start: int
    size: int
    memory_gib: float
    resource: str
    sharers: int = 1
    occupants: tuple[Occupant, ...] = ()
    reserved: str = ""

    @property
    def places(self) -> int:
        """Pods that the slice is drawn for: never fewer than sit on it."""
        return max(self.sharers, len(self.occupants))

    @property
    def unoccupied(self) -> int:
        """Places without a pod, reserved or free."""
        return self.places - len(self.occupants)

    @property
    def free(self) -> int:
        """Places that another pod may take."""
        return 0 if self.reserved else self.unoccupied


@dataclass(frozen=True, slots=True)
class Gap:
    """Memory of a cut GPU that no instance covers."""

    start: int
    size: int


Part = Slice | Gap


@dataclass(frozen=True, slots=True)
class Gpu:
    """One GPU. ``memory_slices`` is 8, 4 or 12 by product, and 1 when it is not cut.

    ``compute_lost`` counts the compute slices that no instance of the layout can use. Slices that overlap or reach
    past the end raise ValueError: a picture of them would lie.
    """

    index: int
    memory_slices: int
    memory_gib: float
    compute_lost: int = 0
    slices: tuple[Slice, ...] = ()

    def __post_init__(self) -> None:
        ordered = sorted(self.slices, key=_start)
        bounds = [(0, 0), *((s.start, s.start + s.size) for s in ordered), (self.memory_slices,) * 2]
        if any(size < 1 for size in (self.memory_slices, *(s.size for s in ordered))) or any(
            before[1] > after[0] for before, after in pairwise(bounds)
        ):
            raise ValueError(f"GPU {self.index}: its slices do not fit side by side")

    @property
    def parts(self) -> tuple[Part, ...]:
        """Slices and the gaps between them, in order of place: together exactly ``memory_slices``."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[Part]:
        end = 0
        for item in sorted(self.slices, key=_start):
            if item.start > end:
                yield Gap(end, item.start - end)
            yield item
            end = item.start + item.size
        if end < self.memory_slices:
            yield Gap(end, self.memory_slices - end)

    @property
    def slice_gib(self) -> float:
        """Memory of one memory slice."""
        return self.memory_gib / self.memory_slices


def _start(item: Slice) -> int:
    return item.start


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a pool, with the values of its labels nvidia.com/mig.config and nvidia.com/device-plugin.config."""

    name: str
    gpus: tuple[Gpu, ...]
    mig_config: str = ""
    device_plugin_config: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Nodes of one kind. ``sharing`` is one line (``MIG mixed``); ``price_per_hour`` is of one GPU."""

    name: str
    product: str
    sharing: str
    nodes: tuple[Node, ...]
    labels: Mapping[str, str]
    price_per_hour: float | None = None
    currency: str = ""

    @property
    def gpus(self) -> tuple[Gpu, ...]:
        """Every GPU of every node, in their order."""
        return tuple(gpu for node in self.nodes for gpu in node.gpus)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster, its version of Kubernetes, and its pools with GPUs."""

    name: str
    kubernetes: str
    pools: tuple[Pool, ...]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service of one environment: where it sits, why, and its planned numbers by name, with their units."""

    environment: str
    service: str
    cluster: str
    pool: str
    resource: str
    replicas: int
    why: str
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Demand with no place: how many pods, because of what, and the smallest change that would make it fit."""

    environment: str
    service: str
    pods: int
    because: str
    change: str


@dataclass(frozen=True, slots=True)
class FleetMap:
    """The whole picture. ``bound`` is what the planner proved; ``generated_from`` names the fleet file."""

    fleet: str
    clusters: tuple[Cluster, ...]
    services: tuple[ServiceRow, ...]
    unplaced: tuple[Unplaced, ...] = ()
    bound: str = ""
    generated_from: str = ""

    @property
    def gpus(self) -> tuple[Gpu, ...]:
        """Every GPU of the fleet."""
        return tuple(gpu for cluster in self.clusters for pool in cluster.pools for gpu in pool.gpus)
