"""Windows of the calendar: five fields as KEDA's parser reads them, in a time zone that exists.

Source: robfig/cron:parser.go, spec.go@v3, as kedacore/keda:pkg/scalers/cron_scaler.go@v2.21.0 sets it up.
"""

from __future__ import annotations

import re

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
_PART = re.compile(r"(?:([*?])|(\w+)(?:-(\w+))?)(?:/(\d{1,9}))?", re.ASCII)
_ZONE = re.compile(r"(?:CRON_)?TZ=\S+\s+")
_LEGACY = ("Brazil/", "Canada/", "Chile/", "Mexico/", "SystemV/", "US/", "posix/", "right/")
"""Zones that some systems no longer install, and Go knows all the same."""

Problem = tuple[str, str]
"""What is wrong, and how to mend it."""


def schedule_problem(schedule: str) -> Problem | None:
    """What is wrong with a schedule; None when KEDA takes it."""
    fields = _ZONE.sub("", schedule, count=1).split()
    mend = "as in `0 8 * * 1-5`, Monday to Friday at eight"
    if len(fields) != len(_FIELDS):
        return f"`{schedule}` has {len(fields)} fields, and a schedule has five", mend
    for text, (what, least, most, names) in zip(fields, _FIELDS, strict=True):
        for part in filter(None, text.split(",")):
            if not _possible(part, least, most, names):
                return f"`{schedule}`: `{part}` is no {what} ({least} to {most})", mend
    return None


def zone_problem(zone: str) -> Problem | None:
    """What is wrong with a time zone; None when it exists, or this system cannot tell."""
    from zoneinfo import available_timezones

    zones = available_timezones()
    if not zones or zone in zones or zone in ("", "Local") or zone.startswith(_LEGACY):
        return None
    return f"unknown time zone `{zone}`", suggest(zone, zones) or "as in Europe/Berlin"


def _possible(part: str, least: int, most: int, names: dict[str, int]) -> bool:
    match = _PART.fullmatch(part)
    if match is None:
        return False
    any_, first, last, step = match.groups()
    if step is not None and not int(step):
        return False
    if any_:
        return True
    low = _number(first, names)
    high = _number(last, names) if last else low
    return low is not None and high is not None and least <= low <= high <= most


def _number(text: str, names: dict[str, int]) -> int | None:
    return names.get(text.lower(), int(text) if text.isdecimal() and len(text) < 10 else None)
