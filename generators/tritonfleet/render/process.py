"""Starting a tool and reading what it says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tritonfleet.errors import ToolMissing


@dataclass(frozen=True, slots=True)
class Output:
    """How a tool ended and what it printed."""

    code: int
    stdout: str
    stderr: str


def run(
    program: Path, arguments: Sequence[str | Path], *, env: Mapping[str, str] | None = None, stdin: str = ""
) -> Output:
    """Run a tool to its end. ToolMissing when it cannot be started at all."""
    try:
        ended = subprocess.run(
            [program, *arguments],
            input=stdin.encode(),
            env=None if env is None else dict(env),
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise ToolMissing(program.name, f"{program} does not start: {error.strerror}") from error
    return Output(ended.returncode, ended.stdout.decode(), ended.stderr.decode(errors="replace"))


def without(prefix: str) -> dict[str, str]:
    """This process's environment without the variables that would steer a tool."""
    return {name: value for name, value in os.environ.items() if not name.startswith(prefix)}
