"""How long checking many objects takes, next to kubeconform on the same file, and how that grows.

Every run is a process of its own, so what starting takes is in it. The two commands take turns, so that whatever
else the machine does hits both; the figures are medians.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.check_corpus import CORE, FLEET, write_corpus
from bench.measuring import Figure, figure, timed
from bench.memory import peak_mb
from tritonfleet import tools
from tritonfleet.render.schemas import materialised

KUBERNETES = "1.36"
TURNS = 7
"""So often each command runs on 10,000 objects."""
FEWER = 3
"""And so often where it is only about growth."""

Command = Sequence[str | Path]


def many_objects(folder: Path) -> dict[str, Figure]:
    """Checking 1,000, 10,000 and 50,000 objects by all rules, and by kubeconform."""
    ten = _corpus(folder, 10_000)
    ours, theirs = _taking_turns(_check(ten), _kubeconform(ten))
    few = statistics.median(_timings(_check(_corpus(folder, 1_000)), FEWER))
    many = statistics.median(_timings(_check(_corpus(folder, 50_000)), FEWER))
    slope = ((many - ours) / 40_000) / ((ours - few) / 9_000)
    memory, other = peak_mb(_check(ten)), peak_mb(_kubeconform(ten))
    return {
        "check.1k.s": figure(few, "s", "1,000 objects, all rules, start-up included"),
        "check.10k.s": figure(ours, "s", f"kubeconform -strict on the same file, in turns: {theirs:.2f} s"),
        "check.10k.ratio_to_kubeconform": figure(ours / theirs, "of its time", "1 or less is no slower"),
        "check.50k.s": figure(many, "s", "50,000 objects"),
        "check.growth.ratio": figure(
            slope, "", "an object from 10k to 50k against one from 1k to 10k; 1 is linear"
        ),
        "check.10k.rss_mb": figure(
            memory, "MB", f"proportional, all processes together; kubeconform: {other:.0f} MB"
        ),
        **_fleet_mix(folder),
    }


def _fleet_mix(folder: Path) -> dict[str, Figure]:
    """The same with what kubeconform has no schemas for: autoscalers, monitors, model configurations."""
    file = folder / "fleet-mix.yaml"
    write_corpus(file, 10_000, mix=FLEET)
    seconds = statistics.median(_timings(_check(file), FEWER))
    return {
        "check.10k.fleet.s": figure(
            seconds, "s", "with ScaledObjects, ServiceMonitors, config.pbtxt, policies"
        )
    }


def _corpus(folder: Path, number: int) -> Path:
    file = folder / f"objects-{number}.yaml"
    write_corpus(file, number, mix=CORE)
    return file


def _check(file: Path) -> Command:
    return [sys.executable, "-m", "tritonfleet", "check", file, "--kubernetes", KUBERNETES]


def _kubeconform(file: Path) -> Command:
    schemas = (
        f"{materialised(KUBERNETES)}/{{{{.ResourceKind}}}}_{{{{.Group}}}}_{{{{.ResourceAPIVersion}}}}.json"
    )
    return [tools.find("kubeconform"), "-strict", "-summary", "-schema-location", schemas, file]


def _taking_turns(one: Command, other: Command) -> tuple[float, float]:
    """The median seconds of each."""
    turns = [(_once(one), _once(other)) for _ in range(TURNS)]
    ours, theirs = zip(*turns, strict=True)
    return statistics.median(ours), statistics.median(theirs)


def _timings(command: Command, times: int) -> list[float]:
    return [_once(command) for _ in range(times)]


def _once(command: Command) -> float:
    """Seconds of one run. Raises CalledProcessError for an error in the corpus: there should be none."""
    return timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
