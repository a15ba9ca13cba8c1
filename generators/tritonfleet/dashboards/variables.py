"""Variables of a dashboard, as Grafana is given them."""

from __future__ import annotations

from tritonfleet.dashboards.sdk import Builder, common_types, dashboard, types
from tritonfleet.dashboards.views import Choice

SOURCE = common_types.DataSourceRef(type_val="prometheus", uid="${datasource}")


def data_source() -> Builder[types.VariableModel]:
    """Which Prometheus is asked."""
    return dashboard.DatasourceVariable("datasource").label("Data source").type("prometheus")


def chosen(choice: Choice) -> Builder[types.VariableModel]:
    """A variable whose values come from Prometheus, anew whenever the time range changes; "All" at first."""
    text = f"label_values({choice.of}, {choice.label})"
    variable = (
        dashboard.QueryVariable(choice.name)
        .label(choice.title)
        .description(choice.about)
        .datasource(SOURCE)
        .query({"query": text, "refId": f"variable-{choice.name}"})
        .definition(text)
        .refresh(types.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(types.VariableSort.ALPHABETICAL_ASC)
        .multi(True)
        .include_all(True)
        .current(types.VariableOption(text=["All"], value=["$__all"], selected=True))
    )
    return variable.all_value(choice.everything) if choice.everything else variable
