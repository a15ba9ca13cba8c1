"""PromQL: every expression that the manifests hold, where it stands, and what it means.

``world.derived(queries)`` finds them in ScaledObjects, PrometheusRules, dashboards, analysis templates and
InferenceServices. A ``Query`` carries its ``expression`` (or what is wrong, ``parsed.problem``) and its ``uses``: every
selector with the functions and aggregations around it. ``series``, ``grouping``, ``unit`` and ``bounds`` tell how many
series an expression gives, with which labels, in which unit and between which values; ``known_uses`` which metrics of
the catalogue are used where.
"""

from tritonfleet.checks.promql.bounds import Bounds, bounds
from tritonfleet.checks.promql.cardinality import Series, series
from tritonfleet.checks.promql.known import KnownUse, known_uses
from tritonfleet.checks.promql.meaning import grouping, is_scalar
from tritonfleet.checks.promql.numbers import number
from tritonfleet.checks.promql.parsing import Parsed, parse
from tritonfleet.checks.promql.queries import queries
from tritonfleet.checks.promql.query import Problem, Purpose, Query
from tritonfleet.checks.promql.recorded import Recording, labels_kept, recordings
from tritonfleet.checks.promql.syntax import (
    COMPARISONS,
    VARIABLE,
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
from tritonfleet.checks.promql.units import Unit, unit
from tritonfleet.checks.promql.uses import Use

__all__ = [
    "COMPARISONS",
    "VARIABLE",
    "Aggregation",
    "Binary",
    "Bounds",
    "Call",
    "Expression",
    "KnownUse",
    "Matcher",
    "Negation",
    "Number",
    "Parsed",
    "Problem",
    "Purpose",
    "Query",
    "Recording",
    "Selector",
    "Series",
    "Subquery",
    "Text",
    "Unit",
    "Use",
    "bounds",
    "grouping",
    "is_scalar",
    "known_uses",
    "labels_kept",
    "number",
    "parse",
    "queries",
    "recordings",
    "series",
    "unit",
    "walk",
]
