"""Every query gives the number that is worked out by hand."""

from __future__ import annotations

import pytest
from query_examples import Example, examples, worked_out

from tritonfleet.queries import queries


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return worked_out(examples(), tmp_path_factory.mktemp("examples"))


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_the_number_is_the_one_worked_out_by_hand(example: Example, answers: dict[str, str]) -> None:
    assert answers[example.name] == "", example.asked.get("by hand", "")


def test_every_query_has_an_example() -> None:
    assert {example.asked["query"] for example in examples()} == set(queries())


def test_every_query_to_scale_on_has_an_example_without_traffic_and_one_without_metrics() -> None:
    signals = [example.asked for example in examples() if example.asked.get("signal")]
    idle = {asked["query"] for asked in signals if asked["gives"] == 0}
    unscraped = {asked["query"] for asked in signals if asked["gives"] == "nothing"}
    assert idle == unscraped == {name for name, query in queries().items() if query.scales}
