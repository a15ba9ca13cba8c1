"""Many objects: half of the rules run in a second process, which has the objects by being forked off this one.

Each process takes the next task from a common queue, a pipe, until that is empty. Nothing is copied but the results.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

R = TypeVar("R")
_TASKS = Path("/proc/self/task")
_NUMBER = 2
"""Bytes of a task's number in the queue."""


def can_fork() -> bool:
    """Whether this process may be forked (it has no other thread) and there is a second core for the child."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1 and len(list(_TASKS.iterdir())) == 1


def in_two(count: int, work: Callable[[int], list[R]]) -> list[R]:
    """``work`` on the numbers from 0 to ``count``, by two processes; the results in no order.

    What ``work`` raises in the child is raised here. The results must be picklable.
    """
    queue, entrance = os.pipe()
    os.write(entrance, b"".join(number.to_bytes(_NUMBER) for number in range(count)))
    os.close(entrance)
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        _answer(send, queue, work)
    os.close(send)
    try:
        results = [result for number in _taken(queue) for result in work(number)]
    finally:
        os.close(queue)
        with os.fdopen(receive, "rb") as stream:
            answer = stream.read()
        os.waitpid(child, 0)
    theirs = pickle.loads(answer) if answer else RuntimeError("the second process was killed")
    if isinstance(theirs, BaseException):
        raise theirs
    return [*results, *theirs]


def _taken(queue: int) -> Iterator[int]:
    while number := os.read(queue, _NUMBER):
        yield int.from_bytes(number)


def _answer(send: int, queue: int, work: Callable[[int], list[R]]) -> None:
    """In the child: work, send what came of it, and leave without running anything of the parent's."""
    try:
        try:
            answer: object = [result for number in _taken(queue) for result in work(number)]
        except Exception as error:
            answer = error
        with os.fdopen(send, "wb") as stream:
            pickle.dump(answer, stream, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
