"""Reading config.pbtxt: what is wrong, where, and what was meant."""

from __future__ import annotations

import pytest

from tritonfleet.errors import InputError
from tritonfleet.modelconfig.proto import parse


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "max_batchsize: 8",
            "config.pbtxt:1:1: unknown field `max_batchsize` (did you mean `max_batch_size`?)",
        ),
        (
            'input {\n  name: "x"\n  datatype: TYPE_FP32\n}',
            "config.pbtxt:3:3: unknown field `datatype` (did you mean `data_type`?)",
        ),
        (
            "input {\n  data_type: FP32\n}",
            "config.pbtxt:2:14: unknown value `FP32` (did you mean `TYPE_FP32`?)",
        ),
        ("instance_group [ { kind: KIND_GPU ", 'config.pbtxt:1:26: Expected "}"'),
        ("\0\1", "config.pbtxt:1:1: '??': Expected identifier or number, got ?"),
    ],
)
def test_a_mistake_is_one_clear_line(text: str, problem: str):
    with pytest.raises(InputError) as caught:
        parse(text, "config.pbtxt")
    assert str(caught.value) == problem


def test_an_empty_file_is_an_empty_configuration():
    assert not parse("", "config.pbtxt").ListFields()


def test_deep_nesting_is_refused():
    with pytest.raises(InputError):
        parse("input { reshape { " * 10_000, "config.pbtxt")


def test_a_number_too_large_for_an_enumeration_is_refused():
    with pytest.raises(InputError, match=r"config\.pbtxt: value out of range: 99999999999"):
        parse("input { data_type: 99999999999 }", "config.pbtxt")
