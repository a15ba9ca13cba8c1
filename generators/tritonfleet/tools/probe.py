"""Asking a program for its version, once per program file."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from functools import cache
from pathlib import Path

from tritonfleet.paths import cache_dir
from tritonfleet.tools.version import Version

_PATIENCE_SECONDS = 20


def version_of(program: Path, ask: tuple[str, ...]) -> Version | None:
    """The version the program prints when run with ``ask``; None when it prints none or cannot run.

    The answer is kept in the user's cache for as long as the file's size and time stay the same.
    """
    stat = program.stat()
    return _remembered(program, ask, stat.st_size, stat.st_mtime_ns)


@cache
def _remembered(program: Path, ask: tuple[str, ...], size: int, mtime_ns: int) -> Version | None:
    if _is_script(program):
        # A version manager's shim stays the same file while the version behind it changes.
        return _ask(program, ask)
    key = json.dumps([str(program), ask, size, mtime_ns])
    note = cache_dir() / "probes" / hashlib.sha256(key.encode()).hexdigest()[:32]
    try:
        return Version.find(note.read_text(encoding="utf-8"))
    except OSError:
        version = _ask(program, ask)
        _write(note, str(version or ""))
        return version


def _is_script(program: Path) -> bool:
    try:
        with program.open("rb") as file:
            return file.read(2) == b"#!"
    except OSError:
        return False


def _ask(program: Path, ask: tuple[str, ...]) -> Version | None:
    try:
        answer = subprocess.run(
            [program, *ask],
            stdin=subprocess.DEVNULL,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return Version.find(answer.stdout + answer.stderr) if answer.returncode == 0 else None


def _write(note: Path, text: str) -> None:
    """Best effort: a cache that cannot be written only costs the next question."""
    partial = note.with_name(f"{note.name}.{os.getpid()}")
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(note)
    except OSError:
        return
