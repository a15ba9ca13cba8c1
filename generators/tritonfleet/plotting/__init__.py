"""Pictures of series: lines over time, single values, bars, heat maps and tables, as SVG or PNG.

Needs matplotlib, which the extra ``pictures`` installs; without it every function here raises ToolMissing. The
same input gives the same bytes.
"""

from tritonfleet.plotting.figures import Form, Look, Theme
from tritonfleet.plotting.heat import HeatMap, plot_heat
from tritonfleet.plotting.lines import plot_time
from tritonfleet.plotting.panels import Clock, Line, Panel, Series, Threshold
from tritonfleet.plotting.tables import Table, plot_table
from tritonfleet.plotting.units import format_value, unit_label
from tritonfleet.plotting.values import Reading, plot_bars, plot_stats

__all__ = [
    "Clock",
    "Form",
    "HeatMap",
    "Line",
    "Look",
    "Panel",
    "Reading",
    "Series",
    "Table",
    "Theme",
    "Threshold",
    "format_value",
    "plot_bars",
    "plot_heat",
    "plot_stats",
    "plot_table",
    "plot_time",
    "unit_label",
]
