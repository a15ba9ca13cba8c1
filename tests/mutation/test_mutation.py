"""Every mistake that an operator makes in a valid tree is reported, and the object that it concerns is named."""

from __future__ import annotations

import pytest

from mutation.bases import bases, known, manifests
from mutation.operators import OPERATORS
from mutation.trial import drawn, excuse, survivors, tried
from tritonfleet.checks import run

CAUGHT_AT_LEAST = 0.95


@pytest.mark.parametrize("base", bases(), ids=lambda base: base.name)
def test_the_trees_are_clean(base):
    assert not known(base)


def test_nothing_in_the_written_tree_is_left_undecided():
    written = bases()[0]
    assert run(manifests(written.objects), written.facts).skipped == ()


def test_operators_have_names_of_their_own():
    assert len({operator.name for operator in OPERATORS}) == len(OPERATORS)


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)
def test_a_mistake_is_caught(operator):
    outcomes = tried(operator)
    assert outcomes, "the operator makes no mistake in any tree"
    missed = [
        each.key(operator) for each in outcomes if not each.caught and not excuse(operator, each.mutant)
    ]
    assert missed == []
    stale = [each.key(operator) for each in outcomes if each.caught and each.key(operator) in survivors()]
    assert stale == [], "caught now: remove them from survivors.yaml"


def test_enough_is_caught():
    mutants = [(operator, mutant) for operator in OPERATORS for mutant in drawn(operator)]
    survived = sum(bool(excuse(*each)) for each in mutants)
    assert len(mutants) >= 250
    assert 1 - survived / len(mutants) >= CAUGHT_AT_LEAST


def test_survivors_are_those_of_operators():
    names = {operator.name for operator in OPERATORS}
    assert [key for key in survivors() if key.partition(": ")[0] not in names] == []
    assert all(reason.strip() for reason in survivors().values())
