"""The fast parser reads a document only where it reads it as Kubernetes does."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tritonfleet.errors import InputError
from tritonfleet.yamlio.dialects import differs
from tritonfleet.yamlio.goyaml import construct
from tritonfleet.yamlio.masking import masked
from tritonfleet.yamlio.parsing import parse

SCRIPT = """\
spec:
  containers:
  - name: test
    image: "python:3.13"  # on purpose
    command: ["python", -c]
    args:
    - |
      # yes: no comment
      while True:
          x = {1: on, 0x1F: 010}

      print(a & b, *c)
    - >-
      off
    - "yes, no
      on"
    - 'it''s ~: on'
    - off and on
"""

FRAGMENTS = [
    "a:", "key: ", "- ", "- - ", '"q":', "'q':", " ", "  ", "    ", "\n", "on", "010", "1_0", "True:", "|", ">", "|-",
    ">+", "|2", "# c", " # on", '"x","y"', '"', "'", "'z'", "[a, on]", "[on", "{x: on}", "}", "]", "? ", "&a ", "*a",
    "!!str ", "plain text", "foo: bar", "a: |\n", "  on: 1\n", "\t", 'x: "a\n', 'on"\n', "-", "- |\n", "  - >-\n",
    ": ", "\\", "null", "<<: ", "8080: ", "\u2028", "\r\n",
]  # fmt: skip
LINES = st.lists(
    st.builds(
        "{}{}{}\n".format,
        st.sampled_from(["", " ", "  ", "    ", "- ", "  - "]),
        st.sampled_from(["", "a: ", "b: ", "- ", "on: "]),
        st.sampled_from(
            [
                "",
                "|",
                ">-",
                "on",
                "x # on",
                "on x",
                "1 # on",
                '"on',
                'on"',
                "'a': on",
                "['a, [', on]",
                "[a '[, b']",
                '{a: "x", b: on}',
                "[on]",
                "{a: on}",
                "# on",
                "while True:",
            ]
        ),
    ),
    max_size=8,
)
TEXT = st.lists(st.sampled_from(FRAGMENTS), max_size=20).map("".join) | LINES.map("".join)


def kubernetes_reads(text: str) -> object:
    """What the slow way gives, or that it refuses."""
    try:
        return construct(text, "f", 1)
    except InputError:
        return "refused"


@settings(max_examples=500, deadline=None, derandomize=True)
@given(text=TEXT)
@example(text=SCRIPT)
@example(text="a: b\n  - |\n    on\n")
@example(text="a: |\n \ton\n")
@example(text="a: |\n\n")
@example(text="a: |\n  no final line break")
@example(text="a: |\n    on\n  on: 1\n")
@example(text="a: 'x\n  b: |\n    on'\nc: on\n")
@example(text="True:")
@example(text="a:\n: b\n")
def test_a_block_document_is_read_alike_either_way(text):
    try:
        value = parse(text, "f")
    except InputError:
        assume(False)
    if isinstance(value, dict | list) and not differs(text):
        assert kubernetes_reads(text) in (value, "refused")


def test_text_inside_scalars_and_comments_does_not_count():
    assert not differs(SCRIPT)


@pytest.mark.parametrize(
    "line",
    [
        "a: on",
        "a: on # x",
        "a: on # x y",
        "- 010",
        "on: 1",
        "a: *x",
        "a: [on",
        "a: {b: {c: on}}",
        '"a": on',
        "a: b\n  c # d\n  on: e",
        "a:\n  b\n  on",
    ],
)
def test_what_stands_outside_scalars_counts(line):
    assert differs(f"{SCRIPT}{line}\n")
    assert differs(f"{line}\n{SCRIPT}")


def test_only_scalars_that_are_text_are_taken_out():
    assert masked('a: |\n  on\n\n  off\nb: "x: on"\n# c\nc: 010\nd:\n- >-\n  no\n- e\n') == (
        'a: ""\nb: ""\nc: 010\nd:\n- ""\n- e\n'
    )


def test_nothing_is_taken_out_behind_a_line_that_is_not_understood():
    text = "a:\n  b\n  goes on\nc: |\n  on\n"
    assert masked(f"x: |\n  on\n{text}") == f'x: ""\n{text}'


@pytest.mark.parametrize(
    "line", ["on", "- on", "*on", "&x on", "! on", "[on", "? on", "'on", "on#x", "on:x", "12\n\n  on"]
)
@pytest.mark.parametrize("first", ["b", "12", "b c", "b[*]"])
def test_what_goes_on_below_is_text(first, line):
    text = f"a: {first}\n  {line}\nb: c\n"
    assert masked(text) == 'a: ""\nb: c\n'
    assert parse(text, "f") == construct(text, "f", 1)


def test_a_plain_word_with_a_bracket_is_text():
    assert masked("a: .status[*].type\nb: on\n") == 'a: ""\nb: on\n'
