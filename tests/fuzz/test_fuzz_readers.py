"""Whatever text a reader gets, it answers with a value or with one clear InputError."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fuzz.havoc import PIECES, havoc
from fuzz.targets import POD, TARGETS
from tritonfleet.errors import InputError
from tritonfleet.yamlio import decode, load_manifests

ROUNDS = 80


def read(name: str, text: str) -> None:
    """Read a text; a failure other than InputError names the text."""
    try:
        TARGETS[name].read(text)
    except InputError:
        return
    except Exception as error:
        pytest.fail(f"{name} stumbles over {text!r}: {type(error).__name__}: {error}")


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_are_read(name):
    for seed in TARGETS[name].seeds[:1]:
        TARGETS[name].read(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_nearly_right_text_is_a_value_or_one_clear_error(name):
    draw = Random(name)
    for _ in range(ROUNDS):
        read(name, havoc(draw, TARGETS[name].seeds))


@pytest.mark.parametrize("name", TARGETS)
def test_a_text_of_one_piece_is_a_value_or_one_clear_error(name):
    for piece in PIECES:
        read(name, piece)
        read(name, f"a: {piece}\n")


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60))
@example(text="a: \ud800")
@example(text="\ufeff")
def test_any_text_is_manifests_or_one_clear_error(text):
    read("manifests", text)


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=60))
def test_any_bytes_are_manifests_or_one_clear_error(raw):
    with suppress(InputError):
        load_manifests(decode(raw, "f.yaml"), "f.yaml")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp500"])
def test_manifests_in_another_encoding_are_refused(encoding):
    with pytest.raises(InputError):
        load_manifests(decode(POD.replace("bert", "bärt").encode(encoding), "f.yaml"), "f.yaml")
