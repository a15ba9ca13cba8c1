"""How long checking many objects takes, next to kubeconform on the same file, and how that grows.

Every run is a process of its own, so what starting takes is in it. The two commands take turns, so that whatever
else the machine does hits both; the figures are medians.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.check_corpus import CORE, FLEET, Maker, write_corpus
from bench.measuring import Figure, figure
from bench.memory import peak_mb
from tritonfleet import tools
from tritonfleet.render.schemas import materialised

KUBERNETES = "1.36"
TURNS = 7
"""So often each command runs on 10,000 objects."""
FEWER = 3
"""And so often where it is only about growth."""

Command = Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, and of the processors: those hardly depend on what else the machine does."""

    clock: float
    cpu: float


def many_objects(folder: Path) -> dict[str, Figure]:
    """Checking 1,000, 10,000 and 50,000 objects by all rules, and by kubeconform."""
    ten = _corpus(folder, 10_000)
    ours, theirs = _taking_turns(_check(ten), _kubeconform(ten))
    few, many = (_median_cost(_check(_corpus(folder, number))) for number in (1_000, 50_000))
    memory, other = peak_mb(_check(ten)), peak_mb(_kubeconform(ten))
    against = (
        f"kubeconform -strict, same file, in turns: {theirs.clock:.2f} s ({_cpu(ours)} to {theirs.cpu:.2f} s)"
    )
    growth = _growth({1_000: few, 10_000: ours, 50_000: many})
    shared = f"proportional, all processes together; kubeconform: {other:.0f} MB"
    return {
        "check.1k.s": figure(few.clock, "s", f"1,000 objects, all rules, start-up included ({_cpu(few)})"),
        "check.10k.s": figure(ours.clock, "s", against),
        "check.10k.ratio_to_kubeconform": figure(
            ours.clock / theirs.clock, "of its time", "1 or less is no slower"
        ),
        "check.50k.s": figure(many.clock, "s", f"50,000 objects ({_cpu(many)})"),
        "check.growth.ratio": growth,
        "check.10k.rss_mb": figure(memory, "MB", shared),
        **_fleet_mix(folder),
    }


def _fleet_mix(folder: Path) -> dict[str, Figure]:
    """The same with what kubeconform has no schemas for: autoscalers, monitors, model configurations."""
    costs = {n: _median_cost(_check(_corpus(folder, n, FLEET))) for n in (1_000, 4_000, 10_000)}
    what = f"with ScaledObjects, ServiceMonitors, config.pbtxt, policies ({_cpu(costs[10_000])})"
    return {
        "check.10k.fleet.s": figure(costs[10_000].clock, "s", what),
        "check.growth.fleet.ratio": _growth(costs),
    }


def _growth(costs: Mapping[int, Cost]) -> Figure:
    """What one more object costs among many against what it costs among few. ``costs`` by number of objects."""
    (few, low), (some, middle), (many, high) = costs.items()
    ratio = ((high.cpu - middle.cpu) / (many - some)) / ((middle.cpu - low.cpu) / (some - few))
    against = f"CPU of an object from {some:,} to {many:,} against one from {few:,} to {some:,}; 1 is linear"
    return figure(ratio, "", against)


def _corpus(folder: Path, number: int, mix: Sequence[Maker] = CORE) -> Path:
    file = folder / f"objects-{number}.yaml"
    write_corpus(file, number, mix=mix)
    return file


def _check(file: Path) -> Command:
    return [sys.executable, "-m", "tritonfleet", "check", file, "--kubernetes", KUBERNETES]


def _kubeconform(file: Path) -> Command:
    schemas = (
        f"{materialised(KUBERNETES)}/{{{{.ResourceKind}}}}_{{{{.Group}}}}_{{{{.ResourceAPIVersion}}}}.json"
    )
    return [tools.find("kubeconform"), "-strict", "-summary", "-schema-location", schemas, file]


def _taking_turns(one: Command, other: Command) -> tuple[Cost, Cost]:
    """The median cost of each."""
    turns = [(_once(one), _once(other)) for _ in range(TURNS)]
    ours, theirs = zip(*turns, strict=True)
    return _median(ours), _median(theirs)


def _median_cost(command: Command) -> Cost:
    return _median([_once(command) for _ in range(FEWER)])


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.clock for cost in costs), statistics.median(cost.cpu for cost in costs)
    )


def _once(command: Command) -> Cost:
    """One run. Raises CalledProcessError for an error in the corpus: there should be none."""
    clock, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - clock, cpu)


def _cpu(cost: Cost) -> str:
    return f"{cost.cpu:.2f} s of CPU"
