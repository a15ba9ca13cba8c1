"""Work shared out over processes, where there is enough of it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

R = TypeVar("R")
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

WORTH_A_PROCESS = 24
"""Services below which a second process costs more than it brings."""
CHUNK = 50
"""Services a task: enough that starting Helm does not count, few enough to show progress."""

_shared: tuple[Any, ...] = ()


def in_chunks(
    work: Callable[..., Sequence[R]],
    names: Sequence[str],
    shared: tuple[Any, ...],
    done: str,
    progress: Progress | None,
    most: int = CHUNK,
) -> Iterator[tuple[str, R]]:
    """``work(chunk, *shared)`` over all names; yields each name with its result, in order.

    Worker processes are forked, so that what is ``shared`` need not be copied. ``done`` names the work for progress,
    ``most`` is how many names a task has at most.
    """
    if len(names) < WORTH_A_PROCESS or not hasattr(os, "fork"):
        yield from zip(names, work(names, *shared) if names else [], strict=True)
        return
    global _shared  # noqa: PLW0603 (how a forked worker gets it)
    _shared = (work, shared)
    size = max(1, min(most, -(-len(names) // (os.cpu_count() or 1))))
    chunks = [names[i : i + size] for i in range(0, len(names), size)]
    context = multiprocessing.get_context("fork")
    with context.Pool(min(os.cpu_count() or 1, len(chunks))) as pool:
        finished = 0
        for chunk, results in zip(chunks, pool.imap(_run, chunks), strict=True):
            finished += len(chunk)
            if progress:
                progress(done, finished, len(names))
            yield from zip(chunk, results, strict=True)


def _run(chunk: Sequence[str]) -> Sequence[Any]:
    work, shared = _shared
    result: Sequence[Any] = work(chunk, *shared)
    return result
