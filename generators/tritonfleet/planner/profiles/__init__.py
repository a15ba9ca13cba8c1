"""Profiling results: what a service was measured to do on a slice, with a batch size and so many processes."""

from __future__ import annotations

from pathlib import Path

from tritonfleet.geometry import Product, products
from tritonfleet.planner.profiles.formats import Measured, rows_of
from tritonfleet.planner.profiles.rows import WHOLE_GPU, ProfileRow, feasible
from tritonfleet.planner.profiles.table import read_table

__all__ = ["WHOLE_GPU", "ProfileRow", "feasible", "read_profile"]

PARVAGPU_MEASURED_ON = "A100-80GB"


def read_profile(
    path: Path | str,
    *,
    unit: str | None = None,
    batch: int | None = None,
    processes: int | None = None,
    product: Product | None = None,
) -> tuple[ProfileRow, ...]:
    """The measurements in a CSV file; which tool wrote it is seen from its header.

    ``unit`` is where files of Model Analyzer and perf_analyzer were measured, a whole GPU when left out. ``batch`` and
    ``processes`` are those of a perf_analyzer file, which names neither; None leaves them open. ``product`` gives the
    names of the MIG sizes in a file of ParvaGPU, which measured an A100 with 80 GB. InputError, with line and column,
    for anything else.
    """
    how = Measured(unit, batch, processes, product or products()[PARVAGPU_MEASURED_ON])
    return tuple(rows_of(read_table(Path(path)), how))
