"""What is written means the same to every reader, and looks the way kubectl and kustomize print."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml
import yaml_rs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tritonfleet import yamlio
from yamlio.odd import ODD

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(
    "ab:#-'\"\n\t &*!|>%@,[]{}?~0.1eE_"
)
LEAF = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
DATA = st.recursive(
    LEAF, lambda child: st.lists(child, max_size=4) | st.dictionaries(TEXT, child, max_size=4)
)


def pyyaml(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def yaml_1_2(text: str) -> Any:
    return yaml_rs.loads(text, parse_datetime=False)


@pytest.mark.parametrize("text", ODD, ids=ascii)
@pytest.mark.parametrize("read", [pyyaml, yaml_1_2])
def test_odd_text_stays_text(text, read):
    assert read(yamlio.dump({"key": text, text: ["key", text]})) == {"key": text, text: ["key", text]}


def test_odd_text_stays_text_for_kubernetes(helm_reads):
    cases = {f"case {number}": text for number, text in enumerate(ODD)}
    keys = {text or "empty": "value" for text in ODD}
    assert helm_reads(yamlio.dump({"cases": cases, "list": ODD, "keys": keys})) == {
        "cases": cases,
        "list": ODD,
        "keys": keys,
    }


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(TEXT, min_size=150, max_size=300))
def test_any_text_stays_text_for_kubernetes(helm_reads, texts):
    assert helm_reads(yamlio.dump({"texts": texts})) == {"texts": texts}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(data=DATA)
def test_any_data_comes_back(data):
    text = yamlio.dump(data)
    assert yaml_1_2(text) == data
    assert pyyaml(text) == data


@pytest.mark.parametrize("value", [1e20, -1e-7, 1.0, 0.1, 123456789.0, 5e-324])
@pytest.mark.parametrize("read", [pyyaml, yaml_1_2])
def test_a_float_stays_a_float(value, read):
    result = read(yamlio.dump([value]))[0]
    assert (type(result), result) == (float, value)


@pytest.mark.parametrize("read", [pyyaml, yaml_1_2])
def test_the_floats_without_digits_are_written_as_yaml_spells_them(read):
    infinite, negative, not_a_number = read(yamlio.dump([math.inf, -math.inf, math.nan]))
    assert (infinite, negative, math.isnan(not_a_number)) == (math.inf, -math.inf, True)


def test_the_layout_is_that_of_kubectl():
    data = {
        "args": ["--a=b", {"name": "x", "env": [{"name": "b"}]}, ["z"]],
        "none": None,
        "empty": {},
        "no": [],
    }
    assert yamlio.dump(data) == (
        'args:\n- --a=b\n- name: x\n  env:\n  - name: b\n-\n  - z\nnone: null\nempty: {}\n"no": []\n'
    )


def test_text_of_several_lines_is_a_block():
    data = {"data": {"config.pbtxt": 'name: "m"\ninput [\n  {\n  }\n]\n', "open": "a\n\nb"}}
    assert yamlio.dump(data) == (
        'data:\n  config.pbtxt: |\n    name: "m"\n    input [\n      {\n      }\n    ]\n'
        "  open: |-\n    a\n\n    b\n"
    )


def test_the_same_object_twice_is_written_twice():
    shared = {"a": 1}
    assert yamlio.dump([shared, shared]) == "- a: 1\n- a: 1\n"


def test_a_stream_separates_its_documents():
    assert yamlio.dump_all([{"a": 1}, {"b": 2}]) == "---\na: 1\n---\nb: 2\n"


@pytest.mark.parametrize("data", [{1: "a"}, {"a": {1, 2}}, {"a": b"x"}, {"k" * 1001: 1}], ids=repr)
def test_what_yaml_cannot_carry_is_a_type_error(data):
    with pytest.raises(TypeError):
        yamlio.dump(data)
