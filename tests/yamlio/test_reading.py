"""A file is UTF-8 text of a sane size, or it is refused by name and place."""

from __future__ import annotations

import pytest

from tritonfleet import yamlio
from tritonfleet.errors import InputError
from tritonfleet.yamlio import reading


def test_a_byte_order_mark_is_dropped(tmp_path):
    path = tmp_path / "fleet.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: \xc3\xa9\n")
    assert yamlio.read_text(path) == "a: é\n"


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"a: 1\nb: \xff\n", ":2:4: is no text file: byte 0xff is not UTF-8"),
        (b"\xff\xfea\x00", ":1:1: is UTF-16, expected UTF-8"),
        (b"\x7fELF\x02\x01", ":1:1: is no text file: it has the control character U+007F"),
        (b"a: \x00", ":1:4: is no text file: it has the control character U+0000"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(tmp_path, raw, line):
    path = tmp_path / "fleet.yaml"
    path.write_bytes(raw)
    with pytest.raises(InputError) as caught:
        yamlio.read_text(path)
    assert str(caught.value).startswith(f"{path}{line}")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read: no such file"):
        yamlio.read_text(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="cannot be read: is a directory"):
        yamlio.read_text(tmp_path)


def test_a_huge_file_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 2**20)
    path = tmp_path / "fleet.yaml"
    path.write_bytes(b"#" * (2**20 + 1))
    with pytest.raises(InputError, match="is larger than 1 MiB"):
        yamlio.read_text(path)
