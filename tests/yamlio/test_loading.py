"""A fleet file is one YAML 1.2 document; everything else gets one clear line."""

from __future__ import annotations

import pytest

from tritonfleet import yamlio
from tritonfleet.errors import InputError

ALIAS_BOMB = "a0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
NESTED_ALIASES = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 1_000_000))
STAIRS = "".join(" " * n + "a:\n" for n in range(3000))

UNUSABLE = {
    "empty": ("", "f.yaml:1:1: is empty"),
    "only comments": ("# a\n---\n# b\n", "f.yaml:1:1: is empty"),
    "two documents": ("a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document starts here"),
    "tabs": ("a:\n\tb: 1\n", "f.yaml:2:2: is not valid YAML: tabs disallowed"),
    "NUL": ("a: 1\nb: \0", "f.yaml:2:4: is no text file: it has the control character U+0000"),
    "escape": ("a: \x1b[0m", "f.yaml:1:4: is no text file: it has the control character U+001B"),
    "half a character": ("a: \ud800", "f.yaml: is no text"),
    "open bracket": ("a: [1\nb: 2\n", "f.yaml:2:2: is not valid YAML"),
    "unknown alias": ("a: *b\n", "f.yaml:1:4: is not valid YAML: while parsing node, found unknown anchor"),
    "a 5 MB line": ("a: 1\nb: " + "x" * 5_000_000, "f.yaml:2:1000000: the line is 5,000,003 characters long"),
    "deep flow": ("[" * 100_000, "f.yaml:1:256: is not valid YAML: it nests too deeply"),
    "deep sequences": ("- " * 100_000 + "x", "f.yaml:1:401: nests deeper than 200 levels"),
    "deep mappings": (STAIRS, "f.yaml:201:201: nests deeper than 200 levels"),
    "an alias bomb": (ALIAS_BOMB, "f.yaml:6:40: its aliases (*name) add more than 100,000 nodes"),
    "a million nested aliases": (NESTED_ALIASES, "f.yaml:200:14: nests deeper than 200 levels"),
    "a million aliases": (
        "a: &a x\nb:\n" + "- *a\n" * 1_000_000,
        "its aliases (*name) add more than 100,000",
    ),
    "a list as a key": ("? [a]\n: b\n? {a: [b]}\n: c\n", "f.yaml:1: has a key that is a collection"),
    "a list inside itself": ("a: &a [*a]\n", "f.yaml:1:8: the alias *a stands inside what it names"),
}


@pytest.mark.parametrize(("text", "line"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_unusable_text_gets_one_clear_line(text, line):
    with pytest.raises(InputError) as caught:
        yamlio.load(text, "f.yaml")
    assert line in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 300


def test_every_duplicate_key_is_named_with_both_places():
    with pytest.raises(InputError) as caught:
        yamlio.load("a: 1\nb:\n  c: 1\n  'c': 2\na: 3\n", "f.yaml")
    assert [str(problem) for problem in caught.value.problems] == [
        "f.yaml:4:3: duplicate key `c`, first on line 3 (keep one)",
        "f.yaml:5:1: duplicate key `a`, first on line 1 (keep one)",
    ]


@pytest.mark.parametrize("word", ["on", "off", "yes", "no", "y", "n", "12:30", "2001-01-01", "0o8"])
def test_text_stays_text_in_yaml_1_2(word):
    assert yamlio.load(f"a: {word}\n", "f.yaml") == {"a": word}


def test_aliases_repeat_what_they_name():
    assert yamlio.load("a: &a {x: [1]}\nb: *a\n", "f.yaml") == {"a": {"x": [1]}, "b": {"x": [1]}}


@pytest.mark.parametrize(
    "text", ["\ufeffa: 1", "%YAML 1.2\n---\na: 1\n...\n", "---\na: 1\n---\n", "a: 1\r\n"]
)
def test_marks_around_a_document_do_not_matter(text):
    assert yamlio.load(text, "f.yaml") == {"a": 1}


def test_what_nests_within_reason_loads():
    text = "".join(" " * n + "a:\n" for n in range(150))
    assert yamlio.load(text, "f.yaml")["a"]["a"]


def test_a_file_of_kubernetes_is_read_as_kubernetes_reads_it():
    assert yamlio.load_kubernetes("---\na: on\nb: 0123\n8080: |\n  on\n", "f.yaml") == {
        "a": True,
        "b": 83,
        "8080": "on\n",
    }


def test_an_empty_file_of_kubernetes_is_nothing():
    assert yamlio.load_kubernetes("# on\n", "f.yaml") is None


def test_a_file_of_kubernetes_with_two_documents_is_refused():
    with pytest.raises(InputError, match=r"f.yaml:2:1: a second document starts here"):
        yamlio.load_kubernetes("a: 1\n---\nb: 2\n", "f.yaml")
