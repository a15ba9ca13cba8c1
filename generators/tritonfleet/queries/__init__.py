"""Every PromQL expression of the project: what it asks, of whom, in which unit, and what it does not count.

``query("latency-mean").expression(selector(Subject.SERVICE, "triton-prod", "vision"), "5m", ["model"])`` is for rules,
dashboards and people; ``query("concurrency").signal(…)`` is for scalers.
"""

from tritonfleet.queries.building import Parameter
from tritonfleet.queries.catalogue import queries, query
from tritonfleet.queries.histogram import bucket
from tritonfleet.queries.selectors import Subject, entry_models, selector
from tritonfleet.queries.types import Extent, Query, Unit

__all__ = [
    "Extent",
    "Parameter",
    "Query",
    "Subject",
    "Unit",
    "bucket",
    "entry_models",
    "queries",
    "query",
    "selector",
]
