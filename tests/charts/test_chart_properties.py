"""Whatever the schema and its rules accept, the chart renders: values drawn from the schema itself."""

from __future__ import annotations

import json
from typing import Any

import hypothesis.strategies as st
from chart_rendering import CHARTS, Helm, Rendered
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import ValidationError
from schema_values import values_of

from tritonfleet.charts.values import TritonValues

SCHEMA = json.loads((CHARTS / "triton" / "values.schema.json").read_text())


def accepted(values: dict[str, Any]) -> dict[str, Any]:
    """The values without the root keys that break a rule."""
    try:
        TritonValues.model_validate(values)
    except ValidationError as error:
        broken = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
        return accepted({key: value for key, value in values.items() if key not in broken}) if broken else {}
    return values


VALUES = st.fixed_dictionaries(
    {},
    optional={
        key: values_of(schema, SCHEMA["$defs"])
        for key, schema in SCHEMA["properties"].items()
        if key != "global"
    },
).map(accepted)


@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cases=st.lists(VALUES, min_size=4, max_size=4))
def test_accepted_values_render(helm: Helm, cases: list[dict[str, Any]]) -> None:
    for r in helm.render_many({str(i): values for i, values in enumerate(cases)}).values():
        labels = r["Deployment"]["spec"]["template"]["metadata"]["labels"]
        assert r["Deployment"]["spec"]["selector"]["matchLabels"].items() <= labels.items()
        assert all(s["spec"]["selector"].items() <= labels.items() for s in r.of("Service"))
        assert unique([(o["kind"], o["metadata"]["name"]) for o in r.objects])
        assert names_are_unique(r)


def names_are_unique(r: Rendered) -> bool:
    lists = [r.pod["volumes"], r.container["env"], r.container["ports"]]
    return all(unique([item["name"] for item in items]) for items in lists)


def unique(items: list[Any]) -> bool:
    return len(items) == len(set(items))
