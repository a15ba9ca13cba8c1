"""``tritonfleet check --fix``: the mends that the findings carry, shown as a diff, then made."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tritonfleet.errors import InputError, Location, Mend

if TYPE_CHECKING:
    from tritonfleet.checks import Report

MAX_ROUNDS = 5
"""A mended fleet is looked at further, which may find more."""


def fix(check: Callable[[], Report], *, write: bool) -> None:
    """Show what can be mended of what ``check`` finds, and mend it if ``write``. Says so on stderr."""
    from tritonfleet.fixing.files import mended

    total = 0
    for _ in range(MAX_ROUNDS):
        files = list(mended(_mends(check)))
        for file in files:
            sys.stderr.write(file.diff())
            total += file.edits
            if write:
                file.write()
        if not files or not write:
            break
    what = "nothing can" if not total else f"{total} edits {'were' if write else 'would be'}"
    sys.stderr.write(f"{what} {'made' if total else 'be mended mechanically'}\n")


def _mends(check: Callable[[], Report]) -> Sequence[tuple[Location | None, Mend | None]]:
    """What a check knows how to mend; also of a fleet that cannot be read for its mistakes."""
    try:
        return [(finding.location, finding.mend) for finding in check().findings]
    except InputError as error:
        mends = [(problem.location, problem.mend) for problem in error.problems]
        if not any(mend for _, mend in mends):
            raise
        return mends
