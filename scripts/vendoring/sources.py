"""Reading the upstream files: a wheel of PyPI, Go modules, GitHub repositories, each by its ordinary client."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path


@dataclass(frozen=True)
class Archive:
    """Files of one source; ``proof`` is what its client verified them against."""

    name: str
    paths: Sequence[str]
    read: Callable[[str], bytes]
    proof: dict[str, str]

    def matching(self, patterns: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Path and text of the files that a pattern matches, by path; a ``*`` stays inside its folder."""
        for pattern in patterns:
            found = sorted(path for path in self.paths if _matches(path, pattern))
            if not found:
                sys.exit(f"{self.name}: nothing matches {pattern}")
            for path in found:
                yield path, self.read(path)


def _matches(path: str, pattern: str) -> bool:
    return path.count("/") == pattern.count("/") and fnmatchcase(path, pattern)


def wheel(name: str, version: str) -> Archive:
    """The wheel of a package, as pip downloads it."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*pip, "--dest", folder, f"{name}=={version}"], check=True)
        (path,) = Path(folder).glob("*.whl")
        return _zipped(path, "", {})


def go_module(module: str, version: str) -> Archive:
    """A Go module's zip from the module cache, with its checksum as go.sum writes it.

    A module that asks for a newer Go than ours makes ``go`` fail after it downloaded and verified the zip:
    we read files of it and build nothing, so only a missing zip is an error.
    """
    with tempfile.TemporaryDirectory() as outside_of_modules:
        answer = subprocess.run(
            ["go", "mod", "download", "-json", f"{module}@{version}"],
            cwd=outside_of_modules,
            capture_output=True,
            check=False,
            text=True,
        )
    found = json.loads(answer.stdout)
    if "Zip" not in found:
        sys.exit(f"{module}@{version}: {found.get('Error', answer.stderr)}")
    return _zipped(Path(found["Zip"]), f"{module}@{version}/", {"go.sum": found["Sum"]})


def _zipped(path: Path, prefix: str, proof: dict[str, str]) -> Archive:
    archive = zipfile.ZipFile(path.open("rb"))
    paths = [name.removeprefix(prefix) for name in archive.namelist()]
    return Archive(path.name, paths, lambda path: archive.read(prefix + path), proof)


def repository(name: str, commit: str) -> Archive:
    """A GitHub repository at a commit, each file downloaded when it is read. Git checks them against the commit."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)

    def git(*arguments: str) -> bytes:
        return subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True).stdout

    git("init", "--quiet")
    git("remote", "add", "origin", f"https://github.com/{name}")
    git("fetch", "--quiet", "--depth", "1", "--filter", "blob:none", "origin", commit)
    paths = git("ls-tree", "-r", "--name-only", commit).decode().splitlines()
    return Archive(name, paths, lambda path: git("show", f"{commit}:{path}"), {"commit": commit})
