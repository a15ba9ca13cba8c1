"""Whether a window of the calendar is one: five fields as KEDA's parser reads them, in a time zone that exists.

Source: robfig/cron:parser.go, spec.go@v3 (through kedacore/keda:pkg/scalers/cron_scaler.go).
"""

from __future__ import annotations

import re

from tritonfleet.spec.scaling import CronWindow
from tritonfleet.suggest import suggest

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of the month", 1, 31, {}),
    ("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    ("day of the week", 0, 6, {name: number for number, name in enumerate(_DAYS)}),
)
_PART = re.compile(r"(?:([*?])|(\w+)(?:-(\w+))?)(?:/(\d+))?", re.ASCII)


def cron_problem(window: CronWindow) -> tuple[str, str] | None:
    """What is wrong with a window, and how to mend it; None when nothing is."""
    from zoneinfo import available_timezones

    for key, schedule in (("start", window.start), ("end", window.end)):
        if problem := _schedule(schedule):
            return f"{key} `{schedule}`: {problem}", "as in `0 8 * * 1-5`, Monday to Friday at eight"
    if window.start.split() == window.end.split():
        return f"start and end are both `{window.start}`", "end it at another time"
    zones = available_timezones()
    if zones and window.timezone not in zones:
        return f"unknown time zone `{window.timezone}`", suggest(
            window.timezone, zones
        ) or "as in Europe/Berlin"
    return None


def _schedule(schedule: str) -> str | None:
    for text, (what, least, most, names) in zip(schedule.split(), _FIELDS, strict=True):
        for part in text.split(","):
            if not _possible(part, least, most, names):
                return f"`{part}` is no {what} ({least} to {most})"
    return None


def _possible(part: str, least: int, most: int, names: dict[str, int]) -> bool:
    match = _PART.fullmatch(part)
    if match is None:
        return False
    any_, first, last, step = match.groups()
    if step is not None and not 0 < int(step) <= most:
        return False
    if any_:
        return True
    low = _number(first, names)
    high = _number(last, names) if last else low
    return low is not None and high is not None and least <= low <= high <= most


def _number(text: str, names: dict[str, int]) -> int | None:
    return names.get(text.lower(), int(text) if text.isdecimal() else None)
