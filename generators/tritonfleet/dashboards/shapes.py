"""A view as a panel of Grafana: none of a type that Grafana has given up."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TypeAlias

from tritonfleet.dashboards.fields import shared
from tritonfleet.dashboards.sdk import (
    Builder,
    bargauge,
    common,
    common_types,
    dashboard,
    gauge,
    heatmap,
    prometheus_types,
    stat,
    table,
    timeseries,
    types,
)
from tritonfleet.dashboards.views import Shape, View

Built: TypeAlias = types.Panel

_WIDE = 12
"""From this width on a legend is a table with the last and the highest value."""


def panel(view: View) -> Built:
    """The panel of a view, without id and place."""
    match view.shape:
        case Shape.LINES | Shape.STACK:
            return _lines(view)
        case Shape.STAT:
            return _stat(view)
        case Shape.GAUGE:
            return shared(gauge.Panel(), view).reduce_options(_last()).show_threshold_labels(False).build()
        case Shape.BARS:
            return _bars(view)
        case Shape.TABLE:
            return _table(view)
        case Shape.HEAT:
            return _heat(view)


def _lines(view: View) -> Built:
    """Nulls stay gaps: a line drawn across them would show values that nobody measured."""
    built = (
        shared(timeseries.Panel(), view)
        .draw_style(common_types.GraphDrawStyle.LINE)
        .line_width(1)
        .fill_opacity(30 if view.shape is Shape.STACK else 0)
        .span_nulls(False)
        .show_points(common_types.VisibilityMode.AUTO)
        .color_scheme(dashboard.FieldColor().mode(types.FieldColorModeId.PALETTE_CLASSIC))
        .legend(_legend(view))
        .tooltip(_tooltip())
    )
    if view.from_zero:
        built.axis_soft_min(0)
    if view.shape is Shape.STACK:
        built.stacking(common.StackingConfig().mode(common_types.StackingMode.NORMAL).group("A"))
    if view.steps:
        built.thresholds_style(
            common.GraphThresholdsStyleConfig().mode(common_types.GraphThresholdsStyleMode.DASHED)
        )
    return built.build()


def _legend(view: View) -> Builder[common_types.VizLegendOptions]:
    wide = view.width >= _WIDE
    mode = common_types.LegendDisplayMode.TABLE if wide else common_types.LegendDisplayMode.LIST
    legend = common.VizLegendOptions().show_legend(True).placement(common_types.LegendPlacement.BOTTOM)
    return legend.display_mode(mode).calcs(["lastNotNull", "max"] if wide else [])


def _tooltip() -> Builder[common_types.VizTooltipOptions]:
    tooltip = common.VizTooltipOptions().mode(common_types.TooltipDisplayMode.MULTI)
    return tooltip.sort(common_types.SortOrder.DESCENDING)


def _last() -> Builder[common_types.ReduceDataOptions]:
    return common.ReduceDataOptions().calcs(["lastNotNull"]).fields("").values(False)


def _stat(view: View) -> Built:
    named = len(view.asks) > 1 or any("{{" in ask.legend for ask in view.asks)
    mode = common_types.BigValueTextMode.VALUE_AND_NAME if named else common_types.BigValueTextMode.VALUE
    coloured = common_types.BigValueColorMode.VALUE if view.steps else common_types.BigValueColorMode.NONE
    built = shared(stat.Panel(), view).reduce_options(_last()).text_mode(mode).color_mode(coloured)
    return built.graph_mode(common_types.BigValueGraphMode.NONE).build()


def _bars(view: View) -> Built:
    built = shared(bargauge.Panel(), view).reduce_options(_last())
    built.orientation(common_types.VizOrientation.HORIZONTAL)
    return built.display_mode(common_types.BarGaugeDisplayMode.BASIC).build()


def _table(view: View) -> Built:
    """One row for each combination of labels, one column for each question."""
    built = shared(table.Panel(), view)
    letters = dict(zip(ascii_uppercase, view.asks, strict=False))
    columns = {f"Value #{letter}": ask.legend for letter, ask in letters.items()}
    if len(view.asks) == 1:
        columns["Value"] = view.asks[0].legend
    built.with_transformation(types.DataTransformerConfig(id_val="merge", options={}))
    shown = {"excludeByName": {"Time": True}}
    renamed = {"renameByName": {**view.names, **columns}}
    built.with_transformation(types.DataTransformerConfig(id_val="organize", options={**shown, **renamed}))
    for ask in view.asks:
        built.override_by_name(ask.legend, [types.DynamicConfigValue("unit", ask.unit or view.unit)])
    panel = built.build()
    for target in panel.targets or []:
        target.format_val = prometheus_types.PromQueryFormat.TABLE  # type: ignore[attr-defined]
    return panel


def _heat(view: View) -> Built:
    """The buckets come from Prometheus: Grafana has nothing to calculate."""
    built = shared(heatmap.Panel(), view).calculate(False).cell_gap(1)
    built.y_axis(heatmap.YAxisConfig().unit(view.unit)).cell_values(heatmap.CellValues().unit("reqps"))
    panel = built.build()
    for target in panel.targets or []:
        target.format_val = prometheus_types.PromQueryFormat.HEATMAP  # type: ignore[attr-defined]
    return panel
