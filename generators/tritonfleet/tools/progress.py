"""Saying which long step is under way: a line that counts on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeAlias


class Progress:
    """Reports long steps on a stream (default: stderr)."""

    Tick: TypeAlias = Callable[[], None]

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty() and os.environ.get("CI", "").lower() not in {"1", "true"}
        self._drawn_at = 0.0

    @contextmanager
    def step(self, what: str) -> Iterator[Tick]:
        """Announce a step; the yielded function may be called often to keep the line alive."""
        start = time.monotonic()
        self._stream.write(what if self._live else f"{what}\n")
        self._stream.flush()
        ended = "failed after"
        try:
            yield lambda: self._draw(what, start)
            ended = "done in"
        finally:
            line_start = "\r" if self._live else ""
            self._stream.write(f"{line_start}{what}: {ended} {time.monotonic() - start:.0f} s\n")
            self._stream.flush()

    def _draw(self, what: str, start: float) -> None:
        now = time.monotonic()
        if self._live and now - self._drawn_at >= 1:
            self._drawn_at = now
            self._stream.write(f"\r{what}: {now - start:.0f} s ")
            self._stream.flush()
