"""The helper for tests of rules refuses a rule that does not keep what it promises, and says what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tritonfleet.checks.registry import rule
from tritonfleet.checks.rule import Breach, Undecided
from tritonfleet.checks.testing import assert_examples

NET001 = rule("NET001")


def undecided(world):
    yield Undecided("the moon's phase")


def without_message(world):
    for service in world.index.of_kind("Service"):
        yield Breach(service, ("spec", "selector"), "")


def without_path(world):
    for service in world.index.of_kind("Service"):
        yield Breach(service, (), "it is there")


def test_a_good_rule_is_let_be():
    assert_examples(NET001)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "It is wrong."}, "title"),
        ({"why": "no sentence"}, "why it hurts"),
        ({"fix": ""}, "no fix"),
        ({"sources": ()}, "where it comes from"),
        ({"fails": NET001.passes}, "finds nothing in its failing example"),
        ({"passes": NET001.fails}, "of its passing example it says no pod in namespace prod"),
        ({"check": undecided}, "but says that it needs the moon's phase"),
        ({"check": without_message}, "has no message"),
        ({"check": without_path}, "names no field"),
    ],
)
def test_a_rule_that_breaks_its_promise_is_refused(changes, said):
    with pytest.raises(AssertionError, match=f"NET001: .*{said}"):
        assert_examples(replace(NET001, **changes))
