"""What an exporter exposes against what the catalogue says that its release writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tritonfleet.metrics.catalogue import exporters, is_dcgm_field, nearest
from tritonfleet.metrics.exposed import at, exists
from tritonfleet.metrics.exposition import Family
from tritonfleet.metrics.releases import after
from tritonfleet.metrics.types import Exporter, Metric, Scope


class Mismatch(StrEnum):
    """How an exporter and the catalogue differ."""

    UNKNOWN = "unknown"
    RELEASE = "release"
    TYPE = "type"
    LABEL = "label"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which they differ, about one metric."""

    metric: str
    mismatch: Mismatch
    message: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``matching``: metrics in which both agree. ``absent``: metrics that the release has and that are not
    written for a reason, by name; neither is a difference."""

    exporter: str
    release: str
    matching: tuple[str, ...]
    differences: tuple[Difference, ...]
    absent: Mapping[str, str]


def compare(exposed: Mapping[str, Family], exporter: str, release: str = "") -> Comparison:
    """Hold what is exposed against a release of an exporter (the newest, without one).

    Raises KeyError for an exporter that the catalogue does not have. Names that other exporters write as well
    are passed over.
    """
    known = exporters()[exporter]
    by_metric = {
        metric.name: family for family in exposed.values() if (metric := _metric(known, family.name))
    }
    found = [*_unknown(known, exposed, release)]
    for name, family in by_metric.items():
        found += _mismatches(known, known.metrics[name], family, release)
    missing, absent = _not_there(exporter, release, frozenset(by_metric))
    differing = {each.metric for each in found}
    matching = tuple(name for name in by_metric if name not in differing)
    return Comparison(exporter, release, matching, (*found, *missing), absent)


def exporter_of(exposed: Mapping[str, Family]) -> str:
    """The exporter that most of the names are of; empty if the catalogue knows none of them."""
    counts = {
        name: sum(_metric(each, family) is not None for family in exposed)
        for name, each in exporters().items()
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def _metric(exporter: Exporter, name: str) -> Metric | None:
    return exporter.metrics.get(name) or exporter.metrics.get(f"{name}_total")


def _unknown(known: Exporter, exposed: Mapping[str, Family], release: str) -> Iterator[Difference]:
    for name in exposed:
        if _metric(known, name) is None and _is_its_own(known, name):
            hint = nearest(name, release)
            message = "is exposed, and the catalogue does not know it" + (f"; {hint}" if hint else "")
            yield Difference(name, Mismatch.UNKNOWN, message)


def _is_its_own(known: Exporter, name: str) -> bool:
    """Whether only this exporter writes such names."""
    if name.startswith("DCGM_"):
        return known.name == "dcgm-exporter" and not is_dcgm_field(name)
    return bool(known.complete) and name.startswith(known.complete)


def _mismatches(known: Exporter, metric: Metric, family: Family, release: str) -> Iterator[Difference]:
    if not exists(metric, release):
        life = f"since {metric.since}" if metric.since else f"up to {metric.until}"
        yield Difference(metric.name, Mismatch.RELEASE, f"is exposed, and the catalogue has it {life} only")
    if family.kind not in (metric.kind, "unknown"):
        message = f"is a {family.kind}, and a {metric.kind} in the catalogue"
        yield Difference(metric.name, Mismatch.TYPE, message)
    for label in sorted(_expected(metric, release) - family.labels):
        yield Difference(metric.name, Mismatch.LABEL, f"has no label `{label}`")
    for label in sorted(family.labels - {*metric.labels, *metric.optional}):
        if not _may_have(known, label):
            yield Difference(
                metric.name, Mismatch.LABEL, f"has the label `{label}`, unknown to the catalogue"
            )


def _expected(metric: Metric, release: str) -> frozenset[str]:
    later = {label for label, since in metric.label_since.items() if release and after(since, release)}
    return frozenset({*metric.labels, *metric.label_since} - later - {"quantile"})


def _may_have(known: Exporter, label: str) -> bool:
    return known.labels_open or bool(known.tags and label.startswith(known.tags))


def _not_there(exporter: str, release: str, there: frozenset[str]) -> tuple[list[Difference], dict[str, str]]:
    """Differences, and the reasons of what need not be there."""
    metrics = exporters()[exporter].metrics
    switched_on = {switch.name for name in there if (switch := metrics[name].switch) is not None}
    no_model = not any(metrics[name].scope is Scope.MODEL for name in there)
    every = {switch.name for each in metrics.values() if (switch := each.switch) is not None}
    missing, absent = [], {}
    for name, metric in at(exporter, release, every).items():
        if name in there:
            continue
        why = _reason(metric, switched_on, no_model=no_model)
        if why:
            absent[name] = why
        else:
            missing.append(Difference(name, Mismatch.MISSING, "is in the catalogue, and not exposed"))
    return missing, absent


def _reason(metric: Metric, switched_on: set[str], *, no_model: bool) -> str:
    """Why a metric that the release has need not be there; empty where nothing explains it."""
    if metric.switch is not None and metric.switch.name not in switched_on:
        return f"off, or nothing to measure; on by {metric.switch.on}"
    if metric.scope is Scope.MODEL and no_model:
        return "no model is loaded"
    return metric.absent_if
