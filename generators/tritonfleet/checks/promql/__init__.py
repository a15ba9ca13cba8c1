"""PromQL: every expression that the manifests hold, where it stands, and what it means.

``queries(world)`` finds them in ScaledObjects, PrometheusRules, dashboards, analysis templates and InferenceServices.
A ``Query`` carries its ``expression`` (or the ``problem`` it has), and answers about its selectors, the functions
applied to each, the labels and number of series of the result, its unit and its bounds.
"""

from tritonfleet.checks.promql.bounds import Bounds, bounds
from tritonfleet.checks.promql.meaning import Series, grouping, series
from tritonfleet.checks.promql.parsing import Parsed, parse
from tritonfleet.checks.promql.queries import queries
from tritonfleet.checks.promql.query import Purpose, Query
from tritonfleet.checks.promql.syntax import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Matcher,
    Negation,
    Number,
    Selector,
    Subquery,
    Text,
    walk,
)
from tritonfleet.checks.promql.units import unit
from tritonfleet.checks.promql.uses import Use, uses

__all__ = [
    "Aggregation",
    "Binary",
    "Bounds",
    "Call",
    "Expression",
    "Matcher",
    "Negation",
    "Number",
    "Parsed",
    "Purpose",
    "Query",
    "Selector",
    "Series",
    "Subquery",
    "Text",
    "Use",
    "bounds",
    "grouping",
    "parse",
    "queries",
    "series",
    "unit",
    "uses",
    "walk",
]
