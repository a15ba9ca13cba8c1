"""Building the pinned tools with Go, once, into the user's cache."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tritonfleet.errors import ToolMissing
from tritonfleet.tools.catalog import Tool, tool
from tritonfleet.tools.locate import built_path, locate
from tritonfleet.tools.progress import Progress
from tritonfleet.tools.version import Version


def ensure(names: Iterable[str], report: Progress | None = None) -> dict[str, Path]:
    """The programs of these tools, built first where there is no good one.

    Safe to call from several processes at once. Raises ToolMissing when Go is missing or too old, or
    when the build fails; InputError for an unknown name.
    """
    progress = report or Progress()
    wanted = [tool(name) for name in names]
    return {each.name: locate(each) or _build(each, progress) for each in wanted}


def _build(wanted: Tool, progress: Progress) -> Path:
    program = built_path(wanted)
    with _locked(program.parent):
        if program.is_file():
            return program
        go = _go(wanted)
        if wanted.cgo:
            _require_compiler(go, wanted)
        partial = program.with_suffix(".partial")
        with progress.step(
            f"building {wanted.name} {wanted.version} (about {wanted.seconds} s, once)"
        ) as tick:
            _go_build(go, wanted, partial, tick)
        partial.replace(program)
    return program


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; another process that builds the same tool is waited for."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise ToolMissing(
            folder.name, f"cannot write the cache {folder}: {error.strerror}; set XDG_CACHE_HOME"
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _go(wanted: Tool) -> str:
    """The Go command, checked against the version the tool's module asks for."""
    needed = _go_directive(wanted.module)
    how = f"install Go {needed} or newer, or put {' or '.join(wanted.commands)} {wanted.accepts} on PATH"
    go = shutil.which("go")
    if go is None:
        raise ToolMissing(f"Go {needed} (to build {wanted.name})", how)
    # Asked inside the module: from Go 1.21 on, this also fetches the toolchain the module names.
    answer = _ask(go, "GOVERSION", wanted)
    version = Version.find(answer.stdout)
    if answer.returncode or version is None or version < needed:
        found = answer.stdout.strip() or _last_line(answer.stderr)
        raise ToolMissing(f"Go {needed} (to build {wanted.name})", f"{go} is too old ({found}); {how}")
    return go


def _go_directive(module: Path) -> Version:
    lines = (module / "go.mod").read_text(encoding="utf-8").splitlines()
    return Version.parse(next(line for line in lines if line.startswith("go ")))


def _require_compiler(go: str, wanted: Tool) -> None:
    """ToolMissing when there is no C compiler where Go looks for it (``go env CC``)."""
    answer = _ask(go, "CC", wanted)
    compiler = (answer.stdout.split() or ["cc"])[0]
    if shutil.which(compiler) is None:
        raise ToolMissing(
            f"a C compiler ({compiler}, to build {wanted.name})",
            f"install gcc or clang, or set CC, or put {' or '.join(wanted.commands)} {wanted.accepts} on PATH",
        )


def _ask(go: str, variable: str, wanted: Tool) -> subprocess.CompletedProcess[str]:
    """What ``go env`` says of a variable, in the tool's module."""
    return subprocess.run(
        [go, "env", variable],
        cwd=wanted.module,
        env=_environment(wanted),
        check=False,
        capture_output=True,
        text=True,
    )


def _go_build(go: str, wanted: Tool, output: Path, tick: Progress.Tick) -> None:
    command = [
        go, "build", "-mod=readonly", "-trimpath", "-buildvcs=false",
        f"-ldflags={_link_flags(wanted)}",
        "-o", str(output), wanted.package,
    ]  # fmt: skip
    log = output.with_suffix(".log")
    with log.open("w", encoding="utf-8") as stream:
        build = subprocess.Popen(
            command,
            cwd=wanted.module,
            env=_environment(wanted),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
        )
        try:
            while build.poll() is None:
                tick()
                time.sleep(0.1)
        finally:
            build.terminate()
            build.wait()
    if build.returncode:
        reason = _last_line(log.read_text(encoding="utf-8", errors="replace"))
        raise ToolMissing(wanted.name, f"building it failed: {reason} (whole log: {log})")


def _link_flags(wanted: Tool) -> str:
    flags = f"-s -w -X {wanted.stamp.variable}={wanted.stamp.value}"
    # Some distributions' linkers resolve every symbol at start, before the vendor's library is loaded.
    return f"{flags} -extldflags=-Wl,-z,lazy" if wanted.cgo else flags


def _environment(wanted: Tool) -> dict[str, str]:
    """A C compiler is used only where it must be; a workspace around the folder must not change the pins."""
    return os.environ | {"CGO_ENABLED": "1" if wanted.cgo else "0", "GOWORK": "off"}


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no output")
