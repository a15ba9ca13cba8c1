"""How many pods are not where they were."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from tritonfleet.planner.packing.holding import cut_of
from tritonfleet.planner.packing.problem import Occupant, PackedGpu


def moved_pods(before: Iterable[PackedGpu], after: Iterable[PackedGpu]) -> int:
    """Pods that ran before and run still, less those on the same GPU, cut as it was, by the same option."""
    old, new = {gpu.id: gpu for gpu in before}, {gpu.id: gpu for gpu in after}
    stayed: dict[Occupant, int] = defaultdict(int)
    for gpu_id, gpu in old.items():
        same = new.get(gpu_id)
        if same is not None and cut_of(same.layout) == cut_of(gpu.layout):
            for pod, count in (Counter(gpu.occupants) & Counter(same.occupants)).items():
                stayed[pod] += count
    running = _by_demand(_pods(old.values())) & _by_demand(_pods(new.values()))
    return (running - _by_demand(_whole_pods(stayed))).total()


def _pods(gpus: Iterable[PackedGpu]) -> dict[Occupant, int]:
    return _whole_pods(Counter(pod for gpu in gpus for pod in gpu.occupants))


def _whole_pods(seats: dict[Occupant, int]) -> dict[Occupant, int]:
    """From GPUs to pods: a pod on several GPUs has a seat on each."""
    return {pod: count // pod.option.per_pod for pod, count in seats.items()}


def _by_demand(pods: dict[Occupant, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for pod, count in pods.items():
        found[pod.demand] += count
    return found
