"""Fractions of GPUs on real nodes: the fewest GPUs in use, with CPU and memory of every node kept.

The fewest GPUs without regard to nodes are a bound for the fewest with it. So the proven packing of fractions is
taken, and its GPUs are laid on nodes; where all find room, the bound is reached and nothing better exists.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tritonfleet.planner.packing.fractional import pack_fractions


@dataclass(frozen=True, slots=True, order=True)
class FractionPod:
    """A pod on a part of one GPU. ``size`` in the unit of the GPUs' room, ``cpu`` and ``memory`` in those of hosts."""

    name: str
    size: int
    cpu: int
    memory: int


@dataclass(frozen=True, slots=True)
class Host:
    """A node and what its pods can have of it together."""

    name: str
    gpus: int
    cpu: int
    memory: int


@dataclass(frozen=True, slots=True)
class HostPacking:
    """``gpus``: for each GPU in use its host, its number there, and its pods. No packing uses fewer than ``bound``.

    ``unplaced``: pods for which no host had room. That is no proof that none could have.
    """

    gpus: tuple[tuple[str, int, tuple[FractionPod, ...]], ...]
    bound: int
    unplaced: tuple[FractionPod, ...] = ()


def pack_on_hosts(
    pods: Iterable[FractionPod], hosts: Iterable[Host], room: int, *, limit: float = 10.0, seed: int = 0
) -> HostPacking:
    """Packs pods onto GPUs of ``room`` each, and the GPUs onto hosts. Raises InputError for an impossible size."""
    ordered = sorted(pods)
    fractions = pack_fractions(Counter(pod.size for pod in ordered), room, limit=limit, seed=seed)
    floor = [_Host(host) for host in sorted(hosts, key=lambda host: host.name)]
    loads = _fill(fractions.bins, ordered)
    homeless = [pod for load in _by_weight(loads, floor) if not _settle(load, floor) for pod in load]
    unplaced = [pod for pod in homeless if not _settle((pod,), floor)]
    gpus = tuple((host.spec.name, index, load) for host in floor for index, load in enumerate(host.loads))
    return HostPacking(gpus, fractions.bound, tuple(unplaced))


@dataclass(slots=True)
class _Host:
    spec: Host
    cpu: int = 0
    memory: int = 0
    loads: list[tuple[FractionPod, ...]] = field(default_factory=list)

    def left(self, cpu: int, memory: int) -> tuple[int, int, int]:
        """What remains of GPUs, CPU and memory once so much more is taken."""
        return (
            self.spec.gpus - len(self.loads) - 1,
            self.spec.cpu - self.cpu - cpu,
            self.spec.memory - self.memory - memory,
        )


def _fill(bins: Iterable[tuple[int, ...]], pods: Sequence[FractionPod]) -> list[tuple[FractionPod, ...]]:
    """Puts pods into the bins of their sizes: the first of a bin is the hungriest there is, the others the least
    hungry, so that no bin wants much more than the others."""
    waiting: dict[int, deque[FractionPod]] = defaultdict(deque)
    for pod in sorted(pods, key=lambda pod: (pod.cpu, pod.memory, pod.name)):
        waiting[pod.size].append(pod)
    return [
        tuple(waiting[size].popleft() if place else waiting[size].pop() for place, size in enumerate(sizes))
        for sizes in bins
    ]


def _by_weight(
    loads: Iterable[tuple[FractionPod, ...]], hosts: Sequence[_Host]
) -> list[tuple[FractionPod, ...]]:
    """The loads, those first that take the largest part of the largest host."""
    cpu = max((host.spec.cpu for host in hosts), default=1)
    memory = max((host.spec.memory for host in hosts), default=1)
    return sorted(
        loads,
        key=lambda load: max(sum(pod.cpu for pod in load) / cpu, sum(pod.memory for pod in load) / memory),
        reverse=True,
    )


def _settle(load: tuple[FractionPod, ...], hosts: Sequence[_Host]) -> bool:
    """Lays a GPU on the host in use that is left with the least CPU for each free GPU, else on an idle one."""
    cpu, memory = sum(pod.cpu for pod in load), sum(pod.memory for pod in load)
    fit = [(host, left) for host in hosts if min(left := host.left(cpu, memory)) >= 0]
    if not fit:
        return False
    host, _ = min(fit, key=lambda pair: (not pair[0].loads, pair[1][1] / (pair[1][0] + 1)))
    host.cpu += cpu
    host.memory += memory
    host.loads.append(load)
    return True
