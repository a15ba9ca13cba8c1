"""The tables that profiling tools write, recognised by their header.

* Our own: ``slice,batch,processes,throughput,latency``; latency in milliseconds, throughput of the whole pod.
* Triton Model Analyzer, metrics-model-inference.csv: latency in ms, no slice
  (triton-inference-server/model_analyzer:tests/common/single-model-ckpt/golden-metrics-model-inference.csv).
* perf_analyzer ``-f``: latency in µs, neither slice nor batch nor instances
  (triton-inference-server/client:src/c++/perf_analyzer/report_writer.cc).
* ParvaGPU: MIG sizes in compute slices, throughput of one process, latency in seconds (MunQ-Lee/ParvaGPU_SC24).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tritonfleet.errors import InputError, Location
from tritonfleet.geometry import Product
from tritonfleet.planner.profiles.rows import WHOLE_GPU, ProfileRow
from tritonfleet.planner.profiles.table import Cell, Table

OWN = ("slice", "batch", "processes", "throughput", "latency")
PARVAGPU = ("Mig instance", "Batch size", "Workload Number", "Throughput", "Latency")
MODEL_ANALYZER = ("Model", "Batch", "Instance Group", "Throughput (infer/sec)")
PERF_ANALYZER = ("Inferences/Second",)

_UNIT = re.compile(r"gpu|share-([2-9]|[1-9]\d+)|\d+g\.\d+gb([+-](me|gfx|me\.all))?")
_GROUP = re.compile(r"(\d+)[/:](GPU|CPU)")
_PERCENTILE = re.compile(r"p(\d+) latency( \(ms\))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a table does not say itself: the slice, batch and processes it was measured with, and ParvaGPU's GPU."""

    unit: str | None
    batch: int | None
    processes: int | None
    product: Product


def rows_of(table: Table, how: Measured) -> Iterator[ProfileRow]:
    """The measurements of a table. InputError, with the place, for an unknown header or a cell that cannot be.

    A throughput of 0 is how tools say that nothing ran, for want of memory as a rule: such rows are left out.
    """
    for titles, read in _READERS.items():
        if set(titles) <= set(table.titles):
            if how.unit and titles in (OWN, PARVAGPU):
                message = "names its slices itself, and a slice was given for the whole file"
                raise InputError.of(message, Location(table.file, 1, 1), "leave `slice` out")
            yield from (row for row in read(table, how) if row.throughput)
            return
    raise InputError.of("is no profile table that is known", Location(table.file, 1, 1), _hint(table))


def _own(table: Table, how: Measured) -> Iterator[ProfileRow]:
    for row in table.rows:
        unit, batch, processes, throughput, latency = (row[title] for title in OWN)
        if not _UNIT.fullmatch(unit.text):
            fix = "a MIG profile as 1g.10gb, gpu for a whole one, or share-4 for a GPU shared by four"
            raise InputError.of(f"expected a slice, got `{unit.text}`", unit.where, fix)
        yield ProfileRow(
            unit.text, batch.integer(), processes.integer(), throughput.number(), latency.number()
        )


def _parvagpu(table: Table, how: Measured) -> Iterator[ProfileRow]:
    plain = {
        p.compute_slices: p.name for p in how.product.profiles.values() if p.shape == f"{p.compute_slices}g"
    }
    for row in table.rows:
        size, batch, processes, throughput, latency = (row[title] for title in PARVAGPU)
        if (slices := size.integer()) not in plain:
            fix = f"it has {', '.join(map(str, plain))}"
            raise InputError.of(f"{how.product.name} has no MIG instance of size {slices}", size.where, fix)
        count = processes.integer()
        yield ProfileRow(
            plain[slices], batch.integer(), count, throughput.number() * count, latency.number() * 1000
        )


def _model_analyzer(table: Table, how: Measured) -> Iterator[ProfileRow]:
    latency = _latency_title(table)
    for row in table.rows:
        if "," in row["Model"].text:
            message = "the row is of several models that were profiled together"
            raise InputError.of(message, row["Model"].where, "profile one model at a time")
        yield ProfileRow(
            how.unit or WHOLE_GPU,
            row["Batch"].integer(),
            _instances(row["Instance Group"]),
            row["Throughput (infer/sec)"].number(),
            row[latency].number(),
        )


def _perf_analyzer(table: Table, how: Measured) -> Iterator[ProfileRow]:
    latency = _latency_title(table)
    for row in table.rows:
        throughput, microseconds = row["Inferences/Second"].number(), row[latency].number()
        yield ProfileRow(how.unit or WHOLE_GPU, how.batch, how.processes, throughput, microseconds / 1000)


_READERS: dict[tuple[str, ...], Callable[[Table, Measured], Iterator[ProfileRow]]] = {
    OWN: _own,
    PARVAGPU: _parvagpu,
    MODEL_ANALYZER: _model_analyzer,
    PERF_ANALYZER: _perf_analyzer,
}


def _latency_title(table: Table) -> str:
    """The column of the highest percentile, else of the mean."""
    found = {int(m[1]): title for title in table.titles if (m := _PERCENTILE.fullmatch(title))}
    mean = next((title for title in table.titles if title.casefold().startswith("avg latency")), None)
    title = found[max(found)] if found else mean
    if title is None:
        fix = "a file of perf_analyzer about the models inside an ensemble has none: take the ensemble's own"
        raise InputError.of("has no column with a latency", Location(table.file, 1, 1), fix)
    return title


def _instances(group: Cell) -> int:
    """``2/GPU`` (``2:GPU`` in older versions) is two instances; instances on the GPU count before those on the CPU."""
    counts = [(int(count), kind) for count, kind in _GROUP.findall(group.text)]
    if not counts:
        raise InputError.of(f"expected an instance group as 2/GPU, got `{group.text}`", group.where)
    on_gpu = sum(count for count, kind in counts if kind == "GPU")
    return on_gpu or sum(count for count, _ in counts)


def _hint(table: Table) -> str:
    if "GPU UUID" in table.titles:
        return "of Model Analyzer's files, take metrics-model-inference.csv"
    return f"expected the header {','.join(OWN)}, or a file of Model Analyzer or perf_analyzer"
