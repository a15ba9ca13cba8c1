"""Rendering charts with Helm: many releases in one process, or one release as a person would."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tritonfleet.errors import InputError
from tritonfleet.render.batch import MOST_RELEASES, WORTH_A_PROCESS, Batch, Workshop
from tritonfleet.render.chart import Chart, Release
from tritonfleet.render.manifests import Object, is_hook
from tritonfleet.render.single import render_one

__all__ = ["Object", "Release", "is_hook", "render", "render_one"]


def render(
    releases: Sequence[Release], *, kube_version: str | None = None, jobs: int = 2
) -> list[list[Object]]:
    """The objects of every release, as ``helm template`` gives them: a list per release, in their order.

    ``kube_version`` is what ``.Capabilities.KubeVersion`` says ("1.36"); Helm's own default without it.
    At most ``jobs`` Helm processes run at once. Raises InputError that names the release and the path: for
    values the chart's schema refuses (all of them), or for a template that fails (the first). ToolMissing
    without Helm.
    """
    charts = {name: Chart.of(name) for name in dict.fromkeys(release.chart for release in releases)}
    prepared = [charts[release.chart].prepared(release) for release in releases]
    problems = [p for each in prepared for p in charts[each.release.chart].problems(each)]
    if problems:
        raise InputError(*problems)
    rendered: list[list[Object]] = [[] for _ in releases]
    with (
        tempfile.TemporaryDirectory(prefix="tritonfleet-") as folder,
        ThreadPoolExecutor(max_workers=max(1, jobs)) as pool,
    ):
        workshop = Workshop(Path(folder), pool, kube_version)
        batches = [
            (shared, Batch(charts[releases[shared[0]].chart], [prepared[i] for i in shared], workshop))
            for shared in _shared_out(releases, max(1, jobs))
        ]
        for shared, batch in batches:
            for index, found in zip(shared, batch.objects(), strict=True):
                rendered[index] = found
    return rendered


def _shared_out(releases: Sequence[Release], jobs: int) -> Iterator[list[int]]:
    """Indices of the releases that share a process: of one chart, and no process is left idle."""
    by_chart: dict[str | Path, list[int]] = {}
    for index, release in enumerate(releases):
        by_chart.setdefault(release.chart, []).append(index)
    for indices in by_chart.values():
        fair_share = -(-len(indices) // jobs)
        size = min(MOST_RELEASES, max(WORTH_A_PROCESS, fair_share))
        yield from (indices[start : start + size] for start in range(0, len(indices), size))
