"""The pinned tools, read from catalog/tools.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tritonfleet.errors import InputError
from tritonfleet.paths import catalog_file, data_dir
from tritonfleet.tools.version import Version, VersionRange


@dataclass(frozen=True, slots=True)
class Stamp:
    """The Go string variable that holds a program's version, and what to put there."""

    variable: str
    value: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A command-line tool: how to recognise a good one, and how to build the pinned one.

    ``cgo`` tools need a C compiler: they load a vendor's library when they run. ``seconds`` is what a cold
    build takes on two cores.
    """

    name: str
    module: Path
    package: str
    commands: tuple[str, ...]
    version: Version
    accepts: VersionRange
    ask: tuple[str, ...]
    stamp: Stamp
    seconds: int
    cgo: bool


@cache
def catalog() -> dict[str, Tool]:
    """Every tool by name."""
    from tritonfleet import yamlio

    path = catalog_file("tools.yaml")
    entries: Any = yamlio.load(yamlio.read_text(path), str(path))
    return {name: _tool(name, entry) for name, entry in entries.items()}


def tool(name: str) -> Tool:
    """The tool of this name; InputError names the known ones."""
    try:
        return catalog()[name]
    except KeyError:
        raise InputError.of(f"unknown tool {name!r}", fix=f"known: {', '.join(catalog())}") from None


def _tool(name: str, entry: dict[str, Any]) -> Tool:
    return Tool(
        name=name,
        module=data_dir("tools") / entry["module"],
        package=entry["package"],
        commands=tuple(entry["commands"]),
        version=Version.parse(entry["version"]),
        accepts=VersionRange(
            Version.parse(entry["accepts"]["from"]), Version.parse(entry["accepts"]["below"])
        ),
        ask=tuple(entry["ask"]),
        stamp=Stamp(**entry["stamp"]),
        seconds=entry["seconds"],
        cgo=entry.get("cgo", False),
    )
