"""Much work: half of it is done by a second process, which has all the data by being forked off this one.

Each process takes tasks from a queue of its own, a pipe, and then from the other's until both are empty. Nothing is
copied but the results.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

R = TypeVar("R")
_TASKS = Path("/proc/self/task")
_NUMBER = 2
"""Bytes of a task's number in the queue."""
MAX_TASKS = 30_000
"""So many numbers fit into a pipe."""


def can_fork() -> bool:
    """Whether this process may be forked (it has no other thread) and there is a second core for the child."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1 and len(list(_TASKS.iterdir())) == 1


def in_two(
    count: int, work: Callable[[int], list[R]], codec: Any = pickle, *, first: int | None = None
) -> list[R]:
    """``work`` on the numbers from 0 to ``count``, at most MAX_TASKS, by two processes; the results in no order.

    The parent begins with the numbers below ``first`` (the first half), the child with the others. What ``work`` raises
    in the child is raised here. ``codec`` is pickle, or marshal for plain data.
    """
    middle = count // 2 if first is None else first
    mine, theirs = _queue(range(middle)), _queue(range(middle, count))
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        _answer(send, (theirs, mine), work, codec)
    os.close(send)
    try:
        results = [result for number in _taken(mine, theirs) for result in work(number)]
    finally:
        os.close(mine)
        os.close(theirs)
        with os.fdopen(receive, "rb") as stream:
            answer = stream.read()
        os.waitpid(child, 0)
    if not answer:
        raise RuntimeError("the second process was killed")
    if answer[:1] == b"!":
        raise pickle.loads(answer[1:])
    return [*results, *codec.loads(answer[1:])]


def _queue(numbers: Iterable[int]) -> int:
    """A pipe that holds the numbers, to be read by whoever is ready."""
    queue, entrance = os.pipe()
    os.write(entrance, b"".join(number.to_bytes(_NUMBER, "big") for number in numbers))
    os.close(entrance)
    return queue


def _taken(*queues: int) -> Iterator[int]:
    for queue in queues:
        while number := os.read(queue, _NUMBER):
            yield int.from_bytes(number, "big")


def _answer(send: int, queues: Sequence[int], work: Callable[[int], list[R]], codec: Any) -> None:
    """In the child: work, send what came of it, and leave without running anything of the parent's."""
    try:
        try:
            results = [result for number in _taken(*queues) for result in work(number)]
            answer = b"=" + codec.dumps(results)
        except Exception as error:
            answer = b"!" + pickle.dumps(error)
        with os.fdopen(send, "wb") as stream:
            stream.write(answer)
    finally:
        os._exit(0)
