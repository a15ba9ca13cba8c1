"""Finding a tool: the override, a good one on PATH, or the one built into the user's cache."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

from tritonfleet.digests import digest
from tritonfleet.errors import ToolMissing
from tritonfleet.paths import cache_dir
from tritonfleet.tools.catalog import Tool, tool
from tritonfleet.tools.probe import version_of

_GOARCH = {"x86_64": "amd64", "aarch64": "arm64"}


def find(name: str) -> Path:
    """The program of a catalogued tool; ToolMissing says how to get it.

    ``TRITONFLEET_<NAME>`` (capitals, "-" as "_") overrides the search and the version check.
    """
    wanted = tool(name)
    found = locate(wanted)
    if found is None:
        raise ToolMissing(f"{wanted.name} {wanted.accepts}", _how(wanted))
    return found


def locate(wanted: Tool) -> Path | None:
    """The tool's program, or None when it has to be built; ToolMissing when the override is unusable."""
    override = os.environ.get(override_variable(wanted))
    if override:
        if shutil.which(override) is None:
            raise ToolMissing(wanted.name, f"{override_variable(wanted)}={override} is not a program")
        return Path(override)
    for candidate in _on_path(wanted):
        version = version_of(candidate, wanted.ask)
        if version is not None and version in wanted.accepts:
            return candidate
    built = built_path(wanted)
    return built if built.is_file() else None


def built_path(wanted: Tool) -> Path:
    """Where the pinned version is kept once built."""
    machine = platform.machine()
    target = f"{platform.system().lower()}-{_GOARCH.get(machine, machine)}"
    return cache_dir() / "tools" / f"{wanted.name}-{wanted.version}{_content(wanted)}-{target}" / wanted.name


def _content(wanted: Tool) -> str:
    """Tells builds of our own source apart, which changes while the version it is pinned to does not."""
    if wanted.package != ".":
        return ""
    return "-" + digest(*(path.read_bytes() for path in sorted(wanted.module.iterdir())))[:12]


def override_variable(wanted: Tool) -> str:
    """The environment variable that names the program to use."""
    return f"TRITONFLEET_{wanted.name.upper().replace('-', '_')}"


def _on_path(wanted: Tool) -> Iterator[Path]:
    """Every program on PATH by one of the tool's names: an old one may hide a good one."""
    for command in wanted.commands:
        for folder in os.get_exec_path():
            program = Path(folder) / command
            if program.is_file() and os.access(program, os.X_OK):
                yield program


def _how(wanted: Tool) -> str:
    rejected = [
        f"{version_of(program, wanted.ask) or 'unknown version'} at {program}" for program in _on_path(wanted)
    ]
    passed_over = f"; passed over: {', '.join(rejected)}" if rejected else ""
    return (
        f"run `tritonfleet tools install {wanted.name}` (builds {wanted.version} with Go, about "
        f"{wanted.seconds} s once), or put one on PATH, or set {override_variable(wanted)}{passed_over}"
    )
