"""Releases of one chart that share a Helm process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from tritonfleet.errors import InputError
from tritonfleet.render import driver
from tritonfleet.render.chart import Chart, Prepared, Release
from tritonfleet.render.helm_process import helm_run
from tritonfleet.render.manifests import Object, objects
from tritonfleet.render.single import render_one

MOST_RELEASES = 250
"""Releases a process: enough that starting Helm does not count, few enough to share out over processes."""
WORTH_A_PROCESS = 40


@dataclass(frozen=True)
class Workshop:
    """What every batch of one ``render`` uses. Only the processes are waited for in threads."""

    folder: Path
    pool: Executor
    kube_version: str | None


class Batch:
    """A Helm process at work on some releases from the moment this is made."""

    def __init__(self, chart: Chart, releases: Sequence[Prepared], workshop: Workshop) -> None:
        self._chart, self._releases, self._workshop = chart, releases, workshop
        folder = Path(mkdtemp(dir=workshop.folder))
        self._names = driver.write(chart, releases, folder)
        started = helm_run("template", "driver", folder, kube_version=workshop.kube_version)
        self._output = workshop.pool.submit(started)

    def objects(self) -> list[list[Object]]:
        """The objects of each release, once Helm is done; InputError names the first release that fails."""
        output = self._output.result()
        if not output.code:
            return list(self._read(output.stdout))
        if len(self._releases) == 1:
            return [self._by_itself(self._releases[0].release)]
        # Helm says what failed, not for which release: the half that fails on its own has it.
        half = len(self._releases) // 2
        halves = self._releases[:half], self._releases[half:]
        parts = (Batch(self._chart, releases, self._workshop) for releases in halves)
        return [rendered for part in parts for rendered in part.objects()]

    def _read(self, stdout: str) -> Iterator[list[Object]]:
        lines = (line for line in stdout.split("\n") if line.startswith(driver.MARK))
        for prepared, line in zip(self._releases, lines, strict=True):
            texts = json.loads(line.removeprefix(driver.MARK))
            try:
                yield objects(self._as_printed(texts), prepared.release)
            except InputError:
                yield self._by_itself(prepared.release)

    def _by_itself(self, release: Release) -> list[Object]:
        """Plain Helm knows the place in the template, which the driver chart hides."""
        return render_one(release, kube_version=self._workshop.kube_version)

    def _as_printed(self, texts: Sequence[str]) -> str:
        """The templates' texts as ``helm template`` prints them, its erasing of absent values included."""
        named = zip(self._names, texts, strict=True)
        documents = (f"---\n# Source: {name}\n{text}\n" for name, text in named if not text.isspace())
        return "".join(documents).replace("<no value>", "")
