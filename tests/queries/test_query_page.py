"""docs/queries.md: what is often written, and what is right, are worked out and not only claimed."""

from __future__ import annotations

import pytest
from query_examples import Example, worked_out

from tritonfleet.docs.queries import often_written, query_reference
from tritonfleet.queries import queries

ROWS = often_written()


def written(row: dict) -> Example:
    """The number that it gives; its labels are of no matter."""
    return Example(
        f"written: {row['written']}",
        tuple(row["series"].items()),
        {**row, "promql": f"max({row['written']})"},
    )


def right(row: dict) -> Example:
    asked = {"selector": "", "query": row["query"], "entry": row.get("entry", ()), "gives": row["right"]}
    return Example(f"right: {row['written']}", tuple(row["series"].items()), asked)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    asked = tuple(example for row in ROWS for example in (written(row), right(row)))
    return worked_out(asked, tmp_path_factory.mktemp("often"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["query"])
def test_what_is_often_written_gives_what_the_page_says(row, answers):
    assert answers[written(row).name] == ""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["query"])
def test_the_query_gives_what_the_page_calls_right(row, answers):
    assert answers[right(row).name] == ""


def test_the_page_has_a_section_for_every_query():
    page = query_reference()
    assert all(f"\n### {name}\n" in page and f"](#{name})" in page for name in queries())
