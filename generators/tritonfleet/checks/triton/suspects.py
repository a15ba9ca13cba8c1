"""The flags that are not plainly right. Most are, and are the same in every server, so rules look at these alone."""

from __future__ import annotations

from functools import lru_cache

from tritonfleet.checks.triton.arguments import Flag
from tritonfleet.checks.triton.discovery import servers
from tritonfleet.checks.triton.options import Release, resolve
from tritonfleet.checks.triton.server import Server
from tritonfleet.checks.triton.values import cut_short, refusal
from tritonfleet.checks.triton.words import UNKNOWN
from tritonfleet.checks.world import World


def suspects(world: World) -> list[tuple[Server, Flag]]:
    """Every flag of every server that a rule about flags may have something to say about."""
    return world.derived(_suspects)


def _suspects(world: World) -> list[tuple[Server, Flag]]:
    return [
        (server, flag)
        for server in servers(world)
        for flag in server.arguments.flags
        if not _is_plain(flag.written, flag.value, flag.joined, server.release)
    ]


@lru_cache(maxsize=8192)
def _is_plain(written: str, value: str | None, joined: bool, release: Release | None) -> bool:
    """Whether the release knows the flag, does not warn of it, and takes its value as it is written."""
    option = resolve(written, release)
    if option is None or value is None or option.deprecated is not None or not option.takes_value:
        return False
    if UNKNOWN in value or "$" in value or (not joined and value.startswith("--")):
        return False
    if not value or value[0] in "\"' " or value[-1].isspace():
        return False
    return not refusal(option, value) and cut_short(option, value) is None
