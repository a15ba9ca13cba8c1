"""Which files may be mended, and how a mended one gets to the disk."""

from __future__ import annotations

import difflib
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tritonfleet.emit.tree import SIGNATURE
from tritonfleet.errors import InputError, Location, Mend
from tritonfleet.fixing.edit import edited
from tritonfleet.replacing import replace_file
from tritonfleet.yamlio import read_text


@dataclass(frozen=True)
class Mended:
    """A file before and after its edits, and how many edits those are."""

    path: Path
    before: str
    after: str
    edits: int

    def diff(self) -> str:
        """The change as a unified diff."""
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        lines = difflib.unified_diff(before, after, f"a/{self.path}", f"b/{self.path}")
        return "".join(map(_whole, lines))

    def write(self) -> None:
        """Replace the file, whole or not at all. Raises InputError where that is not allowed."""
        try:
            marked = self.path.read_bytes().startswith(BOM_UTF8)
            replace_file(self.path, self.after.encode("utf-8-sig" if marked else "utf-8"))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise InputError.of(f"cannot be written: {reason}", Location(str(self.path))) from None


def mended(mends: Iterable[tuple[Location | None, Mend | None]]) -> Iterator[Mended]:
    """Each file with the edits that could be made to it, in the order of the files' names.

    Generated files are left out: they are mended by mending the fleet.
    """
    by_file: dict[str, list[Mend]] = defaultdict(list)
    for location, mend in mends:
        if location and mend:
            by_file[location.file].append(mend)
    for file in sorted(by_file):
        path = Path(file)
        if not path.is_file():
            continue
        text = read_text(path)
        if text.startswith(SIGNATURE):
            continue
        after, done = edited(text, by_file[file])
        if done:
            yield Mended(path, text, after, len(done))


def _whole(line: str) -> str:
    """A line of a diff; the last line of a file may have no break."""
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
