"""What people see: a console, progress that is quiet where nobody watches, and findings of severity warning."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from tritonfleet.checks.finding import Finding
    from tritonfleet.pipeline.workers import Progress


def console(*, stderr: bool = False) -> Console:
    """A console that has colour on a terminal and is plain elsewhere."""
    from rich.console import Console

    found = Console(stderr=stderr, highlight=False, soft_wrap=True)
    # Where there is no terminal there is no width to keep to.
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, soft_wrap=True, width=200)


def plain_table(*titles: str) -> Table:
    """A table without lines, its columns under these titles."""
    from rich.table import Table

    return Table(*titles, box=None, pad_edge=False)


def print_json(value: Any) -> None:
    """For machines: a value on standard output."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


@contextmanager
def progress() -> Iterator[Progress | None]:
    """A progress line on a terminal; None where nobody watches or CI is set."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield None
        return

    def show(done: str, finished: int, total: int) -> None:
        sys.stderr.write(f"\r\x1b[K{finished} of {total} services {done}")
        sys.stderr.flush()

    yield show
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


def print_warnings(warnings: Iterable[Finding]) -> None:
    """Each warning on one line of stderr."""
    for finding in warnings:
        where = f"{finding.location}: " if finding.location else ""
        fix = f" ({finding.fix})" if finding.fix else ""
        sys.stderr.write(f"{where}{finding.severity}: {finding.message}{fix} [{finding.rule}]\n")
