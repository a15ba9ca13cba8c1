"""A mend changes its own place in the text, and nothing else: comments, order, quotes and blank lines stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tritonfleet import yamlio
from tritonfleet.errors import Mend
from tritonfleet.fixing.edit import edited

TEXT = """\
# a fleet
services:
  vision:  # pictures
    replica: 2   # two are enough

    # which pool
    gpu: {count: 1, "pool": a100}
    models: [a, 'b']
  nlp:
    replicas: 1
"""


def mended(mend: Mend, text: str = TEXT) -> str:
    return edited(text, [mend])[0]


@pytest.mark.parametrize(
    ("mend", "line", "becomes"),
    [
        (Mend("rename", ("services", "vision", "replica"), "replicas"), "    replica: 2 ", "    replicas: 2 "),
        (Mend("set", ("services", "vision", "models", 1), "c"), "[a, 'b']", "[a, c]"),
        (Mend("set", ("services", "vision", "gpu", "count"), 2), "count: 1", "count: 2"),
        (Mend("set", ("services", "vision", "gpu", "share"), "4"), "a100}", 'a100, share: "4"}'),
        (Mend("remove", ("services", "vision", "gpu", "count")), '{count: 1, "pool"', '{"pool"'),
        (Mend("remove", ("services", "vision", "gpu", "pool")), ', "pool": a100}', "}"),
        (Mend("set", ("services", "nlp", "gpu"), {"count": 1}), "s: 1\n", 's: 1\n    gpu: {"count": 1}\n'),
        (Mend("set", ("services", "vision", "headroom"), "50%"), "'b']\n", "'b']\n    headroom: 50%\n"),
        (Mend("remove", ("services", "vision", "replica")), "    replica: 2   # two are enough\n", ""),
    ],
)  # fmt: skip
def test_only_its_own_place_changes(mend, line, becomes):
    assert TEXT.count(line) == 1
    assert mended(mend) == TEXT.replace(line, becomes)


@pytest.mark.parametrize(
    "mend",
    [
        Mend("rename", ("services", "vision", "nothing"), "something"),
        Mend("rename", ("services", "vision", "replica"), "gpu"),
        Mend("set", ("services", "vision", "models", 7), "c"),
        Mend("set", ("services", "audio", "replicas"), 1),
        Mend("set", ("services", "vision", "replica", "deeper"), 1),
        Mend("remove", ("services", "nlp", "replicas")),
        Mend("remove", ("services", "vision", "models", 0)),
        Mend("set", (), 1),
        Mend("set", ("services", "vision", "replica"), 1, document=3),
    ],
)
def test_what_cannot_be_done_safely_is_not_done(mend):
    assert edited(TEXT, [mend]) == (TEXT, [])


def test_a_document_of_several_is_mended_in_its_place():
    text = "a: 1\n---\na: 1\n---\n# the last\na: 1\n"
    assert mended(Mend("set", ("a",), 2, document=1), text) == "a: 1\n---\na: 2\n---\n# the last\na: 1\n"


def test_equal_documents_are_told_apart():
    text = "a: 1\n---\na: 1\n---\na: 1\n"
    assert mended(Mend("set", ("a",), 2, document=2), text) == "a: 1\n---\na: 1\n---\na: 2\n"


def test_the_comment_after_a_removed_key_stays():
    assert mended(Mend("remove", ("b",)), "a: 1\nb: 2\n# about c\nc: 3\n") == "a: 1\n# about c\nc: 3\n"


def test_a_block_of_text_keeps_its_end():
    text = "a:\n  text: |\n    one\n    two\nb: 1\n"
    assert mended(Mend("set", ("a", "c"), 1), text) == "a:\n  text: |\n    one\n    two\n  c: 1\nb: 1\n"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab: #'\"-\n", max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    data=st.dictionaries(st.text("abcd", min_size=1), VALUES, min_size=1, max_size=4),
    value=VALUES,
    new=st.booleans(),
    pick=st.integers(0),
)
def test_setting_a_field_sets_that_field(data, value, new, pick):
    """Whatever is written, reading it gives what was meant, or the text is as it was."""
    key = "new" if new else list(data)[pick % len(data)]
    text = yamlio.dump(data)
    after, done = edited(text, [Mend("set", (key,), value)])
    assert yamlio.load(after, "f.yaml") == ({**data, key: value} if done else data)
