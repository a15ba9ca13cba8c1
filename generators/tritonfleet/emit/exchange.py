"""Replace files so that no interruption leaves a mixture of old and new behind.

New files are made beside the tree. A journal then names every replacement, and a process with a session of its own
carries them out, each in one system call: killing the generator (or its group) cannot stop it half-way, and should
that process be killed too, the next run finishes its work. Where many files of a top folder change, the folder is replaced as one.

Runs as a script too (``python -I -S exchange.py FOLDER``), with nothing but the standard library.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

WORK = ".tritonfleet"
JOURNAL = "journal.json"
NEW, OLD = "new", "old"
FEW = 32
"""Up to so many changes in a top folder are made one by one, beyond that the folder is exchanged whole."""

AT_FDCWD = -100
RENAME_EXCHANGE = 2
RENAME_SWAP_MAC = 2


def replace(root: Path, fresh: Mapping[str, bytes], removed: Iterable[str]) -> None:
    """Write ``fresh`` (path → bytes) and delete ``removed`` below ``root``, all of it or nothing."""
    work = root / WORK
    shutil.rmtree(work, ignore_errors=True)
    new = work / NEW
    new.mkdir(parents=True)
    (work / ".gitignore").write_text("*\n")
    try:
        for path, content in fresh.items():
            _make_parent(new / path)
            (new / path).write_bytes(content)
        gone = set(removed)
        _commit(work, _moves(root, new, set(fresh), gone))
        _sweep_empty(root, gone)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def finish_interrupted(work: Path) -> None:
    """Roll an interrupted commit forward, and sweep up what an earlier, killed run left before its commit."""
    if work.is_dir():
        roll_forward(work)
        shutil.rmtree(work, ignore_errors=True)


def roll_forward(work: Path) -> None:
    """Do what is left of a journalled commit in ``work``; what is done already is left alone."""
    journal = work / JOURNAL
    if not journal.exists():
        return
    for path, successor in json.loads(journal.read_text()).items():
        source, target, aside = work / NEW / path, work.parent / path, work / OLD / path
        exists = os.path.lexists(target)
        if successor is None:
            if exists:
                _make_parent(aside)
                target.rename(aside)
        elif not exists:
            _make_parent(target)
            source.rename(target)
        elif os.lstat(target).st_ino != successor:
            _exchange(source, target)


def _moves(root: Path, new: Path, fresh: set[str], removed: set[str]) -> dict[str, int | None]:
    """What to replace: path → inode of its successor, or None to remove it."""
    moves: dict[str, int | None] = {}
    by_folder: dict[str, list[str]] = {}
    for path in (*fresh, *removed):
        by_folder.setdefault(path.split("/", 1)[0], []).append(path)
    for folder, paths in by_folder.items():
        if len(paths) > FEW and (root / folder).exists():
            _complete(root, new, folder, fresh, removed)
            moves[folder] = (new / folder).stat().st_ino
        else:
            moves |= {path: (new / path).stat().st_ino if path in fresh else None for path in paths}
    return moves


def _complete(root: Path, new: Path, folder: str, fresh: set[str], removed: set[str]) -> None:
    """Link every file of the old folder that stays into the new one."""
    (new / folder).mkdir(exist_ok=True)
    for directory, _, names in os.walk(root / folder):
        below = os.path.relpath(directory, root)
        for name in names:
            path = f"{below}/{name}"
            if path not in fresh and path not in removed:
                _make_parent(new / path)
                os.link(root / path, new / path, follow_symlinks=False)


def _commit(work: Path, moves: Mapping[str, int | None]) -> None:
    """Write the journal, then have it carried out by a process that a signal to this one does not reach."""
    pending = work / f"{JOURNAL}.new"
    pending.write_text(json.dumps(moves))
    pending.rename(work / JOURNAL)
    command = [sys.executable, "-I", "-S", __file__, str(work)]
    done = subprocess.run(command, start_new_session=True, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(errno.EIO, done.stderr.strip() or "replacing the files failed", str(work.parent))


def _sweep_empty(root: Path, removed: Iterable[str]) -> None:
    """Remove folders that hold nothing any more."""
    for parent in sorted({os.path.dirname(path) for path in removed}, reverse=True):
        while parent:
            try:
                (root / parent).rmdir()
            except OSError:
                break
            parent = os.path.dirname(parent)


def _make_parent(path: Path) -> None:
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)


def _exchange(one: Path, other: Path) -> None:
    """Swap two paths in one step (Linux 3.15 renameat2, macOS 10.12 renamex_np)."""
    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        failed = libc.renamex_np(a, b, RENAME_SWAP_MAC)
    else:
        failed = libc.renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE)
    if not failed:
        return
    code = ctypes.get_errno()
    if code not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        raise OSError(code, os.strerror(code), str(other))
    # A file system without exchange (some network mounts): two renames, the nearest there is.
    aside = one.with_name(f"{one.name}.old")
    other.rename(aside)
    one.rename(other)


if __name__ == "__main__":
    try:
        roll_forward(Path(sys.argv[1]))
    except OSError as failure:
        sys.exit(f"{failure.strerror}: {failure.filename}")
