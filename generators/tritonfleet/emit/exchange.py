"""Replace files so that no interruption leaves a mixture of old and new behind.

New files are made beside the tree, and a journal names every replacement. Then a helper process, already waiting in a
session of its own, carries them out, each in one system call: killing the generator (or its group) cannot stop it
half-way. It holds the generator's lock until it is done; should it be killed too, the next run finishes its work.
Where many files change, whole top folders are exchanged, so that even the helper's work takes microseconds.

Runs as that helper too (``python -I -S exchange.py``), with nothing but the standard library.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

WORK = ".tritonfleet"
JOURNAL = "journal.json"
NEW, OLD = "new", "old"
GO = "go"
FEW = 12
"""Up to so many changes are made one by one; beyond that, each top folder that changes is exchanged whole."""

WRITERS = 4
"""Threads that write."""

AT_FDCWD = -100
RENAME_EXCHANGE = 2
RENAME_SWAP_MAC = 2


def replace(root: Path, fresh: Mapping[str, bytes], removed: Iterable[str], lock: int) -> None:
    """Write ``fresh`` (path → bytes) and delete ``removed`` below ``root``, all of it or nothing.

    ``lock`` is the descriptor that holds the lock on ``root``. Raises OSError.
    """
    work = root / WORK
    shutil.rmtree(work, ignore_errors=True)
    new = work / NEW
    new.mkdir(parents=True)
    (work / ".gitignore").write_text("*\n")
    with _helper(lock) as helper:
        try:
            _write_all(str(new), list(fresh.items()))
            gone = set(removed)
            _commit(work, _moves(root, new, set(fresh), gone), helper)
            _sweep_empty(root, gone)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _write_all(new: str, files: Sequence[tuple[str, bytes]]) -> None:
    """Write every file, its folders first. Making files is waiting for the file system: threads wait together."""
    share = max(FEW, -(-len(files) // WRITERS))
    shares = [files[start : start + share] for start in range(0, len(files), share)]
    with ThreadPoolExecutor(WRITERS) as pool:
        # The list takes the first thread's error, if there is one.
        list(pool.map(lambda part: _write(new, part), shares))


def _write(new: str, files: Sequence[tuple[str, bytes]]) -> None:
    made: set[str] = set()
    for path, content in files:
        target = f"{new}/{path}"
        folder = os.path.dirname(target)
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
        with open(target, "wb") as file:
            file.write(content)


def finish_interrupted(work: Path) -> None:
    """Roll an interrupted commit forward, and sweep up what an earlier, killed run left before its commit."""
    if work.is_dir():
        roll_forward(work)
        shutil.rmtree(work, ignore_errors=True)


def roll_forward(work: Path) -> None:
    """Do what is left of a journalled commit in ``work``; what is done already is left alone."""
    journal = work / JOURNAL
    if journal.exists():
        _carry_out(work, json.loads(journal.read_text()))


def _carry_out(work: Path, moves: Mapping[str, int | None]) -> None:
    for path, successor in moves.items():
        source, target = work / NEW / path, work.parent / path
        exists = os.path.lexists(target)
        if successor is None:
            if exists:
                aside = work / OLD / path
                _make_parent(aside)
                target.rename(aside)
        elif not exists:
            _make_parent(target)
            source.rename(target)
        elif os.lstat(target).st_ino != successor:
            _exchange(source, target)


def _moves(root: Path, new: Path, fresh: set[str], removed: set[str]) -> dict[str, int | None]:
    """What to replace: path → inode of its successor, or None to remove it."""
    if len(fresh) + len(removed) <= FEW:
        added: dict[str, int | None] = {path: (new / path).stat().st_ino for path in sorted(fresh)}
        return added | dict.fromkeys(sorted(removed))
    moves: dict[str, int | None] = {}
    for folder in sorted({path.split("/", 1)[0] for path in (*fresh, *removed)}):
        _complete(root, new, folder, fresh, removed)
        moves[folder] = (new / folder).stat().st_ino
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


def _helper(lock: int) -> subprocess.Popen[str]:
    """The process that will carry the commit out, in a session that no signal to this one reaches."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", __file__],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        pass_fds=(lock,),
    )


def _commit(work: Path, moves: Mapping[str, int | None], helper: subprocess.Popen[str]) -> None:
    """Tell the helper what to do, write the journal, and give the word."""
    assert helper.stdin is not None
    helper.stdin.write(f"{json.dumps([str(work.absolute()), moves])}\n")
    helper.stdin.flush()
    pending = work / f"{JOURNAL}.new"
    pending.write_text(json.dumps(moves))
    pending.rename(work / JOURNAL)
    _, complaint = helper.communicate(f"{GO}\n")
    if helper.returncode:
        raise OSError(errno.EIO, complaint.strip() or "replacing the files failed", str(work.parent))


def _help() -> None:
    """The helper's part: learn the moves, wait for the word, act. Without the word the generator has died."""
    line = sys.stdin.readline()
    if not line:
        return
    work, moves = json.loads(line)
    _libc()
    if sys.stdin.readline().strip() == GO:
        _carry_out(Path(work), moves)


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


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _exchange(one: Path, other: Path) -> None:
    """Swap two paths in one step (Linux 3.15 renameat2, macOS 10.12 renamex_np)."""
    libc = _libc()
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
        _help()
    except OSError as failure:
        sys.exit(f"{failure.strerror}: {failure.filename}")
