"""Helm 3 and Helm 4 render the same."""

from __future__ import annotations

import pytest
from chart_leaves import examples
from chart_rendering import CHARTS, Helm

EXAMPLES = [(chart, name) for chart in ("triton", "triton-platform") for name in examples(CHARTS / chart)]


@pytest.mark.parametrize(("chart", "name"), EXAMPLES)
def test_same_objects(helm: Helm, helm3: Helm, chart: str, name: str) -> None:
    values = examples(CHARTS / chart)[name]
    by_kind_and_name = [
        sorted(h.render(values, chart).objects, key=lambda o: (o["kind"], o["metadata"]["name"]))
        for h in (helm, helm3)
    ]
    assert by_kind_and_name[0] == by_kind_and_name[1]
