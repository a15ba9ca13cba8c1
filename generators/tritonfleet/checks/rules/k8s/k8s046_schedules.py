"""K8S046: a CronJob's schedule can be read."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_MACROS = frozenset({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAYS = "sun|mon|tue|wed|thu|fri|sat"
_BOUNDS = (("minute", 0, 59, ""), ("hour", 0, 23, ""), ("day of month", 1, 31, ""), ("month", 1, 12, _MONTHS))
_FIELDS = (*_BOUNDS, ("day of week", 0, 6, _DAYS))


def check(world: World) -> Verdicts:
    for job in world.index.of_kind("CronJob"):
        schedule = value(job.data, "spec", "schedule")
        if isinstance(schedule, str) and (fault := _fault(schedule.strip())):
            yield Breach(job, ("spec", "schedule"), f"`{schedule}` is no schedule: {fault}")


def _fault(schedule: str) -> str:
    if "TZ=" in schedule:
        return "the time zone belongs into `timeZone`"
    if schedule.startswith("@"):
        known = schedule in _MACROS or schedule.startswith("@every ")
        return "" if known else f"expected one of {', '.join(sorted(_MACROS))}"
    parts = schedule.split()
    if len(parts) != len(_FIELDS):
        return f"expected 5 fields, got {len(parts)}"
    for part, (name, least, most, words) in zip(parts, _FIELDS, strict=True):
        if not all(_fits(entry, least, most, words) for entry in part.split(",")):
            return f"`{part}` is no {name}, which goes from {least} to {most}"
    return ""


def _fits(entry: str, least: int, most: int, words: str) -> bool:
    span, slash, step = entry.partition("/")
    if slash and not (step.isdecimal() and len(step) < 6 and int(step) > 0):
        return False
    if span in ("*", "?"):
        return True
    ends = span.split("-")
    return len(ends) <= 2 and all(_is_end(end, least, most, words) for end in ends)


def _is_end(end: str, least: int, most: int, words: str) -> bool:
    if end.isdecimal() and end.isascii() and len(end) < 6:
        return least <= int(end) <= most
    return bool(words) and re.fullmatch(words, end.lower()) is not None


RULE = Rule(
    id="K8S046",
    title="A schedule cannot be read",
    severity=Severity.ERROR,
    why="The API server refuses the CronJob, with `expected exactly 5 fields` or `end of range (7) above "
    "maximum (6)`. Sunday is 0 and not 7, there are no seconds, and a time zone inside the schedule is "
    "refused.",
    fix="write minute, hour, day of month, month, day of week, and the zone under `timeZone`",
    sources=(
        "kubernetes/kubernetes:pkg/apis/batch/validation/validation.go",
        "robfig/cron:parser.go",
    ),
    check=check,
    fails="""\
apiVersion: batch/v1
kind: CronJob
metadata: {name: rebuild, namespace: prod}
spec:
  schedule: 0 3 * * 7
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}}}
""",
    passes="""\
apiVersion: batch/v1
kind: CronJob
metadata: {name: rebuild, namespace: prod}
spec:
  schedule: "*/30 3-5 1,15 * sun"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}}}
""",
)
