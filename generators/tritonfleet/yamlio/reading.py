"""From bytes to text. What cannot be YAML is refused here, with its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from tritonfleet.errors import InputError, Location

MAX_BYTES = 64 * 1024 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path | str) -> str:
    """The UTF-8 text of a file, without a byte order mark. Raises InputError for what is no text file."""
    try:
        with open(path, "rb") as stream:
            return read_stream(stream, str(path))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError.of(f"cannot be read: {reason}", Location(str(path))) from None


def read_stream(stream: BinaryIO, file: str) -> str:
    """``read_text`` of what is open already, such as standard input: no more is read than a text may have."""
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        message = f"is larger than {MAX_BYTES // 2**20} MiB"
        raise InputError.of(message, Location(file), "split the file")
    return decode(raw, file)


def decode(raw: bytes, file: str) -> str:
    """Bytes as UTF-8 text. Raises InputError at the first byte or character that YAML does not allow."""
    if raw.startswith(_UTF16_MARKS):
        raise InputError.of("is UTF-16, expected UTF-8", Location(file, 1, 1), "save the file as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", errors="replace")
        message = f"is no text file: byte 0x{raw[error.start]:02x} is not UTF-8"
        raise InputError.of(message, place(before, len(before), file), "save the file as UTF-8") from None
    refuse_control_characters(text, file)
    return text


def refuse_control_characters(text: str, file: str) -> None:
    """Raises InputError at the first character that YAML does not allow. A NUL would cut a parser short."""
    if text.isascii() and not text.encode().translate(None, _PLAIN):
        return  # Nearly every text, in a fifth of the time.
    bad = _CONTROL.search(text)
    if bad:
        message = f"is no text file: it has the control character U+{ord(bad[0]):04X}"
        raise InputError.of(message, place(text, bad.start(), file), "remove it, or name a YAML file")


def place(text: str, offset: int, file: str) -> Location:
    """The line and column of an offset in the text."""
    return Location(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
