"""``tritonfleet version`` and ``tritonfleet tools install``."""

from __future__ import annotations

import sys

from tritonfleet import __version__, tools
from tritonfleet.errors import ToolMissing
from tritonfleet.tools import tritonserver

NEEDED = ("helm", "kustomize", "kubeconform")


def print_versions() -> None:
    """Our version, and where each tool was found."""
    sys.stdout.write(f"tritonfleet {__version__}\n")
    for name in NEEDED:
        try:
            where = str(tools.find(name))
        except ToolMissing as missing:
            where = f"missing: {missing.how}"
        sys.stdout.write(f"{name} {where}\n")


def install_tools(names: list[str]) -> None:
    """Make sure that the tools are there: the commands of the catalogue, and the tests' tritonserver."""
    wanted = names or list(NEEDED)
    for name, path in tools.ensure(name for name in wanted if name != tritonserver.NAME).items():
        sys.stdout.write(f"{name} {path}\n")
    if tritonserver.NAME in wanted:
        sys.stdout.write(f"{tritonserver.NAME} {tritonserver.install().program}\n")
