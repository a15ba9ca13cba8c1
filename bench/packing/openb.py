"""openb: 3,078 pods of a production cluster that ask for a fraction of one GPU, onto as few GPUs as possible."""

from __future__ import annotations

import csv
import time
from collections import Counter, defaultdict
from dataclasses import dataclass

from bench.packing import data
from tritonfleet.planner.packing.fractional import FractionalPacking, first_fit_decreasing, pack_fractions
from tritonfleet.planner.packing.hosts import FractionPod, Host, HostPacking, pack_on_hosts

ROOM = 1000
"""gpu_milli of one GPU."""


@dataclass(frozen=True, slots=True)
class Packed:
    """The packing of fractions alone, that onto nodes, seconds for each, and what the checks found wrong."""

    fractions: FractionalPacking
    first_fit: int
    seconds: float
    hosts: HostPacking
    host_seconds: float
    mistakes: tuple[str, ...]


def pack() -> Packed:
    """Packs the pods twice: onto GPUs without a place, and onto those of the nodes."""
    waiting, nodes = pods(), hosts()
    counts = Counter(pod.size for pod in waiting)
    start = time.perf_counter()
    fractions = pack_fractions(counts, ROOM)
    between = time.perf_counter()
    on_hosts = pack_on_hosts(waiting, nodes, ROOM)
    end = time.perf_counter()
    mistakes = (*_bin_mistakes(fractions, counts), *host_mistakes(on_hosts, waiting, nodes))
    sizes = sorted(counts, reverse=True)
    first_fit = first_fit_decreasing(sizes, [counts[size] for size in sizes], ROOM).total()
    return Packed(fractions, first_fit, between - start, on_hosts, end - between, mistakes)


def pods() -> list[FractionPod]:
    """The pods with a fraction of one GPU. None of the trace names a GPU model; one that did would be refused."""
    found = []
    for row in _rows("pods.csv"):
        if row["num_gpu"] == "1" and int(row["gpu_milli"]) < ROOM:
            if row["gpu_spec"]:
                raise ValueError(
                    f"{row['name']} asks for {row['gpu_spec']}: GPU models are not measured here"
                )
            numbers = (int(row[key]) for key in ("gpu_milli", "cpu_milli", "memory_mib"))
            found.append(FractionPod(row["name"], *numbers))
    return found


def hosts() -> list[Host]:
    """The nodes with GPUs, idle."""
    return [
        Host(row["sn"], int(row["gpu"]), int(row["cpu_milli"]), int(row["memory_mib"]))
        for row in _rows("nodes.csv")
        if int(row["gpu"])
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (data.folder("openb") / name).open(newline="") as file:
        return list(csv.DictReader(file))


def _bin_mistakes(packing: FractionalPacking, counts: Counter[int]) -> list[str]:
    found = [f"a GPU holds {sum(sizes)} of {ROOM}" for sizes in packing.bins if sum(sizes) > ROOM]
    if Counter(size for sizes in packing.bins for size in sizes) != counts:
        found.append("the items packed are not those there are")
    return found


def host_mistakes(packing: HostPacking, waiting: list[FractionPod], nodes: list[Host]) -> list[str]:
    """Everything wrong with a packing onto nodes, from the rules alone."""
    specs = {node.name: node for node in nodes}
    found = [f"{pod.name} has no place" for pod in packing.unplaced]
    cpu: dict[str, int] = defaultdict(int)
    memory: dict[str, int] = defaultdict(int)
    for host, index, load in packing.gpus:
        if sum(pod.size for pod in load) > ROOM or not 0 <= index < specs[host].gpus:
            found.append(f"GPU {index} of {host} does not exist, or holds more than it can")
        cpu[host] += sum(pod.cpu for pod in load)
        memory[host] += sum(pod.memory for pod in load)
    found += [f"{host} is over its CPU" for host in cpu if cpu[host] > specs[host].cpu]
    found += [f"{host} is over its memory" for host in memory if memory[host] > specs[host].memory]
    if len({(host, index) for host, index, _ in packing.gpus}) != len(packing.gpus):
        found.append("a GPU is used twice")
    if sorted(pod for _, _, load in packing.gpus for pod in load) != sorted(waiting):
        found.append("the pods placed are not those there are")
    return found
