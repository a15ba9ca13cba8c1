"""The analyses that Rollouts run, and the metrics that analysis templates measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.rollouts.argo import GROUP, Rollout, rollouts
from tritonfleet.checks.world import World

TEMPLATES = ("AnalysisTemplate", "ClusterAnalysisTemplate")


@dataclass(frozen=True, slots=True)
class Analysis:
    """One place where a Rollout names analysis templates, and the arguments that it gives them.

    ``background``: it runs beside the steps, from the first one on unless it has a ``startingStep``. ``templates``:
    the path of each name, the kind and the name.
    """

    rollout: Rollout
    path: Path
    content: Mapping[str, Any]
    background: bool
    templates: tuple[tuple[Path, str, str], ...]

    @property
    def arguments(self) -> dict[str, Path]:
        """The names of the arguments that are given, with their paths."""
        return {str(a.get("name")): (*self.path, "args", n, "name") for n, a in items(self.content, "args")}


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of an analysis template."""

    owner: Resource
    path: Path
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its name, as messages show it."""
        return str(self.data.get("name") or self.path[-1])

    @property
    def prometheus(self) -> Mapping[str, Any]:
        """Its Prometheus provider; empty when it asks another one."""
        return mapping(self.data, "provider", "prometheus")

    @property
    def query(self) -> str:
        """The PromQL that it asks; empty when there is none."""
        found = self.prometheus.get("query")
        return found if isinstance(found, str) else ""

    def conditions(self) -> Iterator[tuple[Path, str]]:
        """Its success and failure conditions, with their paths."""
        for field in ("successCondition", "failureCondition"):
            found = self.data.get(field)
            if isinstance(found, str) and found:
                yield (*self.path, field), found


def analyses(world: World) -> list[Analysis]:
    """Every analysis of every Rollout."""
    return world.derived(_analyses)


def metrics(world: World) -> list[Metric]:
    """Every metric of every analysis template."""
    return world.derived(_metrics)


def metrics_of(template: Resource) -> Iterator[Metric]:
    """The metrics of one template."""
    for number, metric in items(template.data, "spec", "metrics"):
        yield Metric(template, ("spec", "metrics", number), metric)


def template(world: World, rollout: Rollout, kind: str, name: str) -> Resource | None:
    """The template that a Rollout names; None when it is not among the manifests."""
    return world.index.get(kind, "" if kind == TEMPLATES[1] else rollout.resource.namespace, name)


def _analyses(world: World) -> list[Analysis]:
    return [analysis for rollout in rollouts(world) for analysis in _of(rollout)]


def _metrics(world: World) -> list[Metric]:
    return [m for each in world.index.of_kind(*TEMPLATES) if each.group == GROUP for m in metrics_of(each)]


def _of(rollout: Rollout) -> Iterator[Analysis]:
    base = ("spec", "strategy")
    if rollout.canary is not None:
        yield from _place(rollout, (*base, "canary", "analysis"), mapping(rollout.canary, "analysis"), True)
        for path, step in rollout.steps:
            yield from _place(rollout, (*path, "analysis"), mapping(step, "analysis"), False)
    for field in ("prePromotionAnalysis", "postPromotionAnalysis"):
        yield from _place(rollout, (*base, "blueGreen", field), mapping(rollout.blue_green, field), False)


def _place(rollout: Rollout, path: Path, content: Mapping[str, Any], background: bool) -> Iterator[Analysis]:
    found = tuple(
        (
            (*path, "templates", number, "templateName"),
            TEMPLATES[1] if reference.get("clusterScope") is True else TEMPLATES[0],
            str(reference.get("templateName") or ""),
        )
        for number, reference in items(content, "templates")
    )
    if found:
        yield Analysis(rollout, path, content, background, found)
