"""Off the main thread, where yaml-rs is not safe, everything is read by the slow parser, to the same values."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from tritonfleet import yamlio
from tritonfleet.errors import InputError
from tritonfleet.yamlio import core

FLEET = "on: yes\nnumbers: [01, 0o17, 0x1F, 1_000, 1e3, .inf, ~, -0]\n8080: &a {x: 1}\nb: *a\nc: 'it'\nd: |\n  on\n"
NUMBER_LIKE = st.text("0123_+-.eExXobOBaf", min_size=1, max_size=8)


def in_a_thread(work, *arguments):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *arguments).result()


@pytest.fixture
def without_the_fast_parser(monkeypatch):
    """A fast parser that nobody may call."""

    def crash(*arguments, **options):
        raise AssertionError("yaml-rs off the main thread")

    monkeypatch.setattr(yaml_rs, "loads", crash)


def test_a_fleet_reads_the_same():
    expected = yamlio.load(FLEET, "f.yaml")
    assert in_a_thread(yamlio.load, FLEET, "f.yaml") == expected


@pytest.mark.parametrize("load", [yamlio.load, yamlio.load_kubernetes])
def test_the_fast_parser_is_not_called(load, without_the_fast_parser):
    assert in_a_thread(load, "a: {b: [1, x]}\n", "f.yaml") == {"a": {"b": [1, "x"]}}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [1\nb: 2\n", "f.yaml:2:2: is not valid YAML"),
        ("a: 1\na: 2\n", "f.yaml:2:1: duplicate key `a`"),
        ("[" * 100_000, "nests deeper than 200 levels"),
        ("[a]: b\n", "f.yaml:1:1: a key must be text, not a collection"),
        ("a: \ud800", "f.yaml: is no text"),
        ("", "f.yaml:1:1: is empty"),
    ],
)
def test_unusable_text_gets_one_clear_line(text, line):
    with pytest.raises(InputError) as caught:
        in_a_thread(yamlio.load, text, "f.yaml")
    assert line in str(caught.value)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(text=NUMBER_LIKE)
def test_whatever_looks_like_a_number_reads_the_same(text):
    try:
        value = yaml_rs.loads(f"a: {text}\n", parse_datetime=False)["a"]
    except (yaml_rs.YAMLDecodeError, TypeError):
        return
    if not isinstance(value, list):
        assert repr(core.scalar(text)) == repr(value)
