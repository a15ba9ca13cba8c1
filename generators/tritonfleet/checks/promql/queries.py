"""Every expression of the manifests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tritonfleet.checks.dashboards import Dashboard, dashboards
from tritonfleet.checks.objects import Path, Resource, items, mapping, value
from tritonfleet.checks.promql.query import Purpose, Query
from tritonfleet.checks.world import World

_OTHER_DIALECT = re.compile(r"/select/\d+|vmselect|vmsingle|victoria", re.IGNORECASE)
"""Addresses of VictoriaMetrics, whose language knows more than PromQL."""

_OF_VARIABLE = re.compile(
    r"\s*(?:label_values\((?P<labels>.*),[^,]*\)|query_result\((?P<result>.*)\))\s*", re.DOTALL
)


def queries(world: World) -> list[Query]:
    """Every PromQL expression of the manifests, in the order of their kinds."""
    return [query for source in _SOURCES for query in source(world)]


def _of_scalers(world: World) -> Iterator[Query]:
    for resource in world.index.of_kind("ScaledObject", "ScaledJob"):
        for number, trigger in items(resource.data, "spec", "triggers"):
            if trigger.get("type") == "prometheus":
                subject = ("spec", "triggers", number)
                metadata = mapping(trigger, "metadata")
                exact = not _OTHER_DIALECT.search(str(metadata.get("serverAddress") or ""))
                name = str(trigger.get("name") or "")
                path = (*subject, "metadata", "query")
                yield from _query(
                    resource, path, metadata.get("query"), Purpose.SCALING, name, subject, exact
                )


def _of_rules(world: World) -> Iterator[Query]:
    for resource in world.index.of_kind("PrometheusRule"):
        for group_number, group in items(resource.data, "spec", "groups"):
            for number, rule in items(group, "rules"):
                subject = ("spec", "groups", group_number, "rules", number)
                purpose = Purpose.ALERT if "alert" in rule else Purpose.RECORD
                name = str(rule.get(purpose.value) or "")
                yield from _query(resource, (*subject, "expr"), rule.get("expr"), purpose, name, subject)


def _of_analyses(world: World) -> Iterator[Query]:
    for resource in world.index.of_kind("AnalysisTemplate", "ClusterAnalysisTemplate", "AnalysisRun"):
        for number, metric in items(resource.data, "spec", "metrics"):
            subject = ("spec", "metrics", number)
            provider = mapping(metric, "provider", "prometheus")
            exact = not _OTHER_DIALECT.search(str(provider.get("address") or ""))
            path = (*subject, "provider", "prometheus", "query")
            name = str(metric.get("name") or "")
            yield from _query(resource, path, provider.get("query"), Purpose.ANALYSIS, name, subject, exact)


def _of_canaries(world: World) -> Iterator[Query]:
    for resource in world.index.of_kind("MetricTemplate"):
        if value(resource.data, "spec", "provider", "type") == "prometheus":
            text = value(resource.data, "spec", "query")
            yield from _query(resource, ("spec", "query"), text, Purpose.ANALYSIS, resource.name, ("spec",))


def _of_services(world: World) -> Iterator[Query]:
    for resource in world.index.of_kind("InferenceService"):
        for part in ("predictor", "transformer", "explainer"):
            for number, metric in items(resource.data, "spec", part, "autoScaling", "metrics"):
                subject = ("spec", part, "autoScaling", "metrics", number)
                external = mapping(metric, "external", "metric")
                if external.get("backend") == "prometheus":
                    path = (*subject, "external", "metric", "query")
                    yield from _query(resource, path, external.get("query"), Purpose.SCALING, "", subject)


def _of_dashboards(world: World) -> Iterator[Query]:
    for dashboard in world.derived(dashboards):
        for panel in dashboard.panels:
            for target in panel.targets:
                text = target.data.get("expr")
                if isinstance(text, str) and text.strip() and target.source in ("", "prometheus"):
                    yield _shown(
                        dashboard, (*target.path, "expr"), text, Purpose.PANEL, panel.title, target.source
                    )
        yield from _of_variables(dashboard)


def _of_variables(dashboard: Dashboard) -> Iterator[Query]:
    for variable in dashboard.variables:
        given = variable.data.get("query")
        text, path = (given, ()) if isinstance(given, str) else (mapping(given).get("query"), ("query",))
        match = (
            _OF_VARIABLE.fullmatch(text)
            if isinstance(text, str) and variable.data.get("type") == "query"
            else None
        )
        inner = match and (match["labels"] or match["result"])
        if inner and inner.strip():
            where = (*variable.path, "query", *path)
            yield _shown(dashboard, where, inner, Purpose.VARIABLE, variable.name, "")


def _shown(dashboard: Dashboard, within: Path, text: str, purpose: Purpose, name: str, source: str) -> Query:
    exact = source == "prometheus"
    return Query(
        dashboard.resource, dashboard.path, text, purpose, name, exact, dashboard, within, within[:-1]
    )


def _query(
    resource: Resource, path: Path, text: Any, purpose: Purpose, name: str, subject: Path, exact: bool = True
) -> Iterator[Query]:
    if isinstance(text, int | float) and not isinstance(text, bool):
        text = str(text)
    if isinstance(text, str) and text.strip():
        yield Query(resource, path, text, purpose, name, exact, subject=subject)


_SOURCES = (_of_scalers, _of_rules, _of_analyses, _of_canaries, _of_services, _of_dashboards)
