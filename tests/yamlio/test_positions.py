"""A path finds its line and column, as deep as it exists."""

from __future__ import annotations

import pytest

from tritonfleet import yamlio
from tritonfleet.yamlio.guard import compose

TEXT = """\
# a comment
models:
  bert:
    inputs: {ids: [1, 2]}
    tags:
    - a
    - b
"""


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        (("models",), True, (2, 1)),
        (("models",), False, (3, 3)),
        (("models", "bert", "inputs", "ids", 1), False, (4, 23)),
        (("models", "bert", "tags", 1), True, (7, 7)),
        (("models", "bert", "unknown", "deeper"), True, (3, 3)),
        (("models", "bert", "tags", 9), True, (5, 5)),
        ((), False, (2, 1)),
    ],
)
def test_a_path_has_a_place(path, key, place):
    location = yamlio.Positions(TEXT, "f.yaml").of(path, key=key)
    assert (location.line, location.column) == place


def test_a_later_document_counts_lines_from_the_start_of_the_file():
    positions = yamlio.Positions("---\na: 1\n---\n# c\nb: 2\n", "f.yaml")
    assert str(positions.of(("b",), document=1)) == "f.yaml:5:4"


@pytest.mark.parametrize("text", ["", "a: [", "[" * 100_000])
def test_text_that_cannot_be_read_has_no_places(text):
    assert str(yamlio.Positions(text, "f.yaml").of(("a",))) == "f.yaml"


def test_text_that_cannot_be_encoded_cannot_be_composed():
    assert compose("a: \ud800\n") is None
