"""What every measurement needs: a clock, the command, and the shape of a figure."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

Figure = dict[str, Any]
"""``value``, its ``unit``, and ``against`` what it was measured."""


def run(*arguments: str | Path) -> None:
    """The command in a process of its own. Raises CalledProcessError where it does not exit with 0."""
    subprocess.run([sys.executable, "-m", "tritonfleet", *arguments], check=True, capture_output=True)


def timed(work: Callable[[], Any]) -> float:
    """Seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(work: Callable[[], Any], times: int) -> float:
    """The median of so many runs, in seconds."""
    return statistics.median(timed(work) for _ in range(times))


def figure(value: float, unit: str, against: str) -> Figure:
    """One line of the table."""
    return {"value": round(value, 3), "unit": unit, "against": against}
