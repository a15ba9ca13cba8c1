"""Published measurements, where they are at hand: fewer GPUs than published, and their maps' mistakes found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from bench.packing import data, openb, parvagpu

from tritonfleet.geometry import place, products


@pytest.fixture(autouse=True)
def _data() -> None:
    try:
        data.folder("parvagpu")
        data.folder("openb")
    except data.DataAbsent as absent:
        pytest.skip(str(absent))


def could_be_placed(rows: Iterable[data.Deployed]) -> bool:
    cut = Counter(parvagpu.PROFILES[row.size] for row in rows)
    return place(products()["A100-80GB"], cut) is not None


@pytest.mark.parametrize(("number", "gpus"), [(1, 2), (2, 3), (3, 5), (4, 7), (5, 12), (6, 15)])
def test_a_scenario_of_parvagpu_is_packed_and_proved(number: int, gpus: int) -> None:
    packed = parvagpu.pack(number)

    assert (packed.solution.used, packed.solution.bound, packed.mistakes) == (gpus, gpus, ())


@pytest.mark.parametrize(
    ("number", "overlapping"),
    [(1, (0, 2)), (2, (1, 3)), (3, (4, 5)), (4, (5, 7)), (5, (11, 13)), (6, (11, 16))],
)
def test_published_placements_overlap(number: int, overlapping: tuple[int, int]) -> None:
    assert (len(parvagpu.overlapping(number)), len(data.published(number))) == overlapping


@pytest.mark.parametrize("number", parvagpu.PUBLISHED)
def test_published_deployments_meet_the_same_rule_and_could_be_placed_otherwise(number: int) -> None:
    gpus = data.published(number).values()
    rows = [row for gpu in gpus for row in gpu]

    assert parvagpu.unmet(number, [(row.model, row.size, row.batch, row.processes) for row in rows]) == []
    assert all(could_be_placed(gpu) for gpu in gpus)


def test_a_deployment_that_fails_a_scenario_is_found_out() -> None:
    mistakes = parvagpu.unmet(1, [("bert", 1, 128, 9)])

    assert "was not measured" in mistakes[0]
    assert any(mistake.startswith("vgg19 is served 0 of") for mistake in mistakes)


def test_openb_is_packed_to_its_bound_with_and_without_nodes() -> None:
    packed = openb.pack()

    assert len(packed.fractions.bins) == packed.fractions.bound == 1965
    assert len(packed.hosts.gpus) == packed.hosts.bound == 1965
    assert packed.mistakes == ()
