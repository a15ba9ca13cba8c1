"""What a check reads: files, folders, kustomizations, charts, standard input."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tritonfleet.errors import InputError, Location
from tritonfleet.words import count
from tritonfleet.yamlio import load_streams, read_stream, read_text

if TYPE_CHECKING:
    from tritonfleet.checks.finding import ObjectRef
    from tritonfleet.yamlio import Manifest

STDIN = "-"


@dataclass(frozen=True)
class ChartOptions:
    """How charts are rendered, as ``helm template`` takes it."""

    values: Sequence[Path] = ()
    set: Sequence[str] = ()
    release: str = "release-name"
    namespace: str = "default"
    api_versions: Sequence[str] = ()
    kubernetes: str | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """A file or folder that was passed over, and why."""

    path: str
    why: str


@dataclass
class Inputs:
    """What was read: the objects, and what charts make under another release name (None if there is no chart).

    ``files``: how many files held the objects; a chart or a kustomization counts as one.
    """

    manifests: list[Manifest] = field(default_factory=list)
    other_release: Collection[ObjectRef] | None = None
    files: int = 0
    passed: list[Passed] = field(default_factory=list)

    @property
    def note(self) -> str:
        """What was read, for people: ``12 objects from 3 files; passed over 2: no manifests (2)``."""
        text = f"{count(len(self.manifests), 'object')} from {count(self.files, 'file')}"
        reasons: dict[str, int] = {}
        for passed in self.passed:
            reasons[passed.why] = reasons.get(passed.why, 0) + 1
        over = ", ".join(f"{why} ({number})" for why, number in reasons.items())
        return f"{text}; passed over {len(self.passed)}: {over}" if over else text

    def pass_over(self, path: str, why: str) -> None:
        """A file or folder that is not read, because it is ``why``: "patches", "no manifests"."""
        self.passed.append(Passed(path, why))

    def add(self, manifests: Sequence[Manifest], files: int = 1) -> None:
        """More objects, out of so many files."""
        self.manifests.extend(manifests)
        self.files += files


def read_inputs(
    paths: Sequence[str], chart: ChartOptions | None = None, stdin: BinaryIO | None = None
) -> Inputs:
    """Read everything. Raises InputError for what cannot be read, and if there is no object at all.

    ``stdin`` is what ``-`` means; the process's own without it. ToolMissing without Helm or Kustomize, where
    there is something for them to render.
    """
    from tritonfleet.render.input_charts import add_charts

    inputs = Inputs()
    charts: list[Path] = []
    streams: list[tuple[str, str]] = []
    for path in paths:
        if path == STDIN:
            streams.append((read_stream(stdin or sys.stdin.buffer, "<stdin>"), "<stdin>"))
        else:
            _read(Path(path), inputs, charts, streams)
    inputs.add(load_streams(streams), len(streams))
    options = chart or ChartOptions()
    if (options.values or options.set) and not charts:
        where = Location(", ".join(paths))
        raise InputError.of(
            "there is no chart to give values to", where, "name the chart's folder, or drop --values"
        )
    add_charts(charts, options, inputs)
    if not inputs.manifests:
        over = f" ({inputs.note})" if inputs.passed else ""
        raise InputError.of(f"no Kubernetes object found{over}", Location(", ".join(paths)))
    return inputs


def _read(place: Path, inputs: Inputs, charts: list[Path], streams: list[tuple[str, str]]) -> None:
    """Read a folder; leave charts to be rendered, and the texts of single files to be parsed, together."""
    from tritonfleet.render import input_folders

    if not _exists(place):
        raise InputError.of("there is no such file or folder", Location(str(place)))
    if place.name in (input_folders.CHART, *input_folders.KUSTOMIZATIONS):
        place = place.parent
    if input_folders.is_chart(place):
        charts.append(place)
    elif place.is_dir():
        charts.extend(input_folders.read_folder(place, inputs))
    else:
        streams.append((read_text(place), str(place)))


def _exists(place: Path) -> bool:
    """Whether there is such a file or folder. Raises InputError where that cannot be seen."""
    try:
        return place.exists()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError.of(f"cannot be read: {reason}", Location(f"{str(place)[:200]}")) from None
