"""Files of a project at one commit, out of a local clone."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from .catalogue import Project

_OTHERS = (":(exclude,glob)**/vendor/**", ":(exclude,glob)**/third_party/**")
"""Other projects' code, which is most of some repositories."""
_UNREAD = tuple(
    f":(exclude,glob)**/*.{suffix}" for suffix in ("gif", "go", "jpg", "pdf", "png", "sh", "svg", "wasm")
)
"""What no check reads, and some clones do not have."""


class Absent(Exception):
    """There is no clone with this commit; says where one was looked for."""


@contextmanager
def checkout(project: Project, clones: Path) -> Iterator[Path]:
    """A folder with the project's files. Raises Absent."""
    clone = _clone(project, clones)
    with TemporaryDirectory(prefix="tritonfleet-findings-") as place:
        with tarfile.open(fileobj=io.BytesIO(_archive(project, clone))) as archive:
            archive.extractall(place, filter="data")
        yield Path(place)


def _clone(project: Project, clones: Path) -> Path:
    owner, name = project.project.split("/")
    places = [clones / f"{owner}+{name}" / "repo", clones / f"{owner}+{name}", clones / owner / name]
    for place in places:
        if place.is_dir() and _git(place, "cat-file", "-e", f"{project.commit}^{{tree}}").returncode == 0:
            return place
    raise Absent(f"no clone with {project.commit[:12]} at {places[0]} or {places[-1]}")


def _archive(project: Project, clone: Path) -> bytes:
    done = _git(
        clone, "archive", "--format=tar", project.commit, "--", *_folders(project), *_OTHERS, *_UNREAD
    )
    if done.returncode:
        raise Absent(f"{clone}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def _folders(project: Project) -> list[str]:
    """The top folders, and files, that the project's parts are in."""
    named = [
        path
        for part in project.parts
        for path in (*part.paths, *part.embedded, *part.values, *part.subcharts)
    ]
    named += [pattern for each in project.each for pattern in each.paths]
    tops = {path.partition("/")[0] for path in named}
    return ["."] if any("*" in top for top in tops) else sorted(tops)


def _git(clone: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(clone), *arguments], check=False, capture_output=True)
