"""What a broken rule of the fleet says, and where the field it is about is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tritonfleet.checks.finding import Severity
from tritonfleet.errors import Mend
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.suggest import nearest, suggest


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken rule: its id, the path in the fleet file, what is wrong, and how to mend it."""

    rule: str
    path: Key
    message: str
    fix: str = ""
    severity: Severity = Severity.ERROR
    mend: Mend | None = None


ServiceRule = Callable[[FleetFile, ResolvedEnvironment, ResolvedService], Iterator[Broken]]
"""A rule about one service as one environment (or the base) has it."""


def unknown(rule: str, path: Key, what: str, name: str, known: Iterable[str]) -> Broken:
    """A name that nothing in the fleet has: the value at ``path``, or the key that ``path`` ends with."""
    names = list(known)
    near = nearest(name, names)
    action: Literal["set", "rename"] = "rename" if path[-1] == name else "set"
    mend = Mend(action, path, near) if near else None
    return Broken(rule, path, f"unknown {what} `{name}`", suggest(name, names), mend=mend)


def named(environment: ResolvedEnvironment, service: ResolvedService) -> str:
    """How a message names the service that it is about."""
    return f"environment {environment.name}, service {service.name}"


def written_at(
    environment: ResolvedEnvironment,
    name: str,
    *field: str | int,
    section: Literal["services", "models"] = "services",
) -> Key:
    """Where a field of a service or model is written: in the environment's override if it is there, else in itself."""
    if environment.spec is not None and field:
        override = getattr(environment.spec.overrides, section).get(name, {})
        if field[0] in override:
            return ("environments", environment.name, "overrides", section, name, *field)
    return (section, name, *field)
