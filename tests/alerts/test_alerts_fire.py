"""Every alert fires when it should and is quiet when it should, as promtool evaluates it."""

from __future__ import annotations

import pytest
from burn_cases import CASES as BURNS
from promtool_cases import Case, failures, told
from symptom_cases import CASES as SYMPTOMS

from tritonfleet.alerts import alerts

CASES = [*BURNS, *SYMPTOMS]


@pytest.fixture(scope="session")
def failed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return failures(CASES, tmp_path_factory.mktemp("promtool"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_alert_does_as_the_case_says(case: Case, failed: dict[str, str]):
    assert case.name not in failed, failed[case.name]


def test_each_case_has_a_name_of_its_own():
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("fires", [True, False], ids=["fires", "is quiet"])
def test_no_alert_lacks_a_case_in_which_it(fires: bool):
    wanted = {(name, each.labels.get("long", "")) for name, same in alerts().items() for each in same}
    shown = {(case.alert, case.labels.get("long", "")) for case in CASES if bool(case.firing) == fires}
    assert wanted <= shown


FIRST = {(case.alert, case.labels.get("long")): case for case in reversed(CASES) if case.firing}
"""One case a rule, in which it fires."""


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return told(FIRST.values(), tmp_path_factory.mktemp("texts"))


@pytest.mark.parametrize("case", FIRST.values(), ids=lambda case: case.name)
def test_its_texts_have_a_value_for_everything(case: Case, texts: dict[str, str]):
    told_of = texts[case.name]
    assert "summary" in told_of
    assert not [
        wrong for wrong in ("<error", "<no value>", "[no value]", "of  ", " %!", "NaN") if wrong in told_of
    ]
