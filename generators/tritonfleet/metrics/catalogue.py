"""The files of catalog/metrics, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from tritonfleet.metrics.types import Kind, Metric, Scope, Switch
from tritonfleet.paths import catalog_file

_FILES = {
    "nv_": "triton", "DCGM_": "dcgm", "keda_": "keda", "vllm:": "vllm",
    "kube_": "kubernetes", "kubelet_": "kubernetes", "container_": "kubernetes",
}  # fmt: skip
"""How the names in each file begin: a file is read when such a name is met."""
_INHERITED = ("labels", "switch", "since", "until", "of", "type", "unit", "source", "default", "mig")


@dataclass(frozen=True, slots=True)
class Exporter:
    """A program that writes metrics, by their names and (``series``) by those under which they are stored.

    ``complete``: beginnings of names of which every one is known. ``tags``: how labels begin that a user may add.
    ``labels_open``: whether configuration may add any label. ``renamed_labels``: old name → (new, last release
    with the old). ``mistaken_labels``: other exporters' name for one of its labels → its own.
    """

    name: str
    metrics: Mapping[str, Metric]
    series: Mapping[str, Metric]
    complete: tuple[str, ...] = ()
    tags: str = ""
    labels_open: bool = False
    renamed_labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    mistaken_labels: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def exporter(name: str) -> Exporter | None:
    """The exporter whose metrics begin like this name; None when none is known to."""
    file = next((file for start, file in _FILES.items() if name.startswith(start)), None)
    return _exporter(file) if file else None


@lru_cache(maxsize=4096)
def metric(series: str) -> Metric | None:
    """The metric whose series have this name, with or without ``_bucket``, ``_sum`` or ``_count``."""
    found = exporter(series)
    return found.series.get(series) if found else None


def owner(name: str) -> Exporter | None:
    """The only exporter that writes names that begin like this one, all of which are known."""
    found = exporter(name)
    return found if found and found.complete and name.startswith(found.complete) else None


def nearest(name: str, release: str = "") -> str:
    """``did you mean …?`` for a name close to one that exists in ``release`` (any, if empty); else nothing."""
    from tritonfleet.suggest import suggest

    found = exporter(name)
    if found is None:
        return ""
    names = [series for m in found.metrics.values() if not _gone(m, release) for series in m.series()]
    hint = suggest(name, names)
    return hint if hint.startswith("did you mean") else ""


@lru_cache(maxsize=4096)
def is_dcgm_field(name: str) -> bool:
    """Whether DCGM knows a field of this name, so that dcgm-exporter could write it."""
    return name in _dcgm_fields()


def _gone(metric: Metric, release: str) -> bool:
    from tritonfleet.metrics.releases import after

    return bool(metric.until) and (not release or after(release, metric.until))


@cache
def _dcgm_fields() -> frozenset[str]:
    data = _read("dcgm-fields")
    return frozenset(data["prefix"] + word for word in data["fields"].split())


def _read(name: str) -> dict[str, Any]:
    from tritonfleet import yamlio

    file = f"metrics/{name}.yaml"
    value: dict[str, Any] = yamlio.load(yamlio.read_text(catalog_file(file)), f"catalog/{file}")
    return value


@cache
def _exporter(file: str) -> Exporter:
    data = _read(file)
    switches = {name: Switch(name, **entry) for name, entry in data.get("switches", {}).items()}
    metrics = {one.name: one for one in _metrics(data, switches)}
    return Exporter(
        name=data["exporter"],
        metrics=metrics,
        series={name: one for one in metrics.values() for name in (one.name, *one.series())},
        complete=tuple(data.get("complete", ())),
        tags=data.get("tags", ""),
        labels_open=data.get("labels_open", False),
        mistaken_labels=data.get("mistaken_labels", {}),
        renamed_labels={
            old: (new["to"], new["after"]) for old, new in data.get("renamed_labels", {}).items()
        },
    )


def _metrics(data: Mapping[str, Any], switches: Mapping[str, Switch]) -> Iterator[Metric]:
    for group in data["groups"]:
        shared = {key: group[key] for key in _INHERITED if key in group}
        for name, own in group["metrics"].items():
            yield _metric(name, data["exporter"], {"source": data["source"], **shared, **own}, switches)


def _metric(name: str, of: str, entry: dict[str, Any], switches: Mapping[str, Switch]) -> Metric:
    labels = entry.get("labels", ())
    return Metric(
        name=name,
        exporter=of,
        kind=Kind(entry["type"]),
        source=entry["source"],
        unit=entry.get("unit", ""),
        labels=tuple(label for label in labels if not label.startswith("+")),
        optional=tuple(label[1:] for label in labels if label.startswith("+")),
        label_since=entry.get("label_since", {}),
        since=entry.get("since", ""),
        until=entry.get("until", ""),
        switch=switches[entry["switch"]] if "switch" in entry else None,
        scope=Scope(entry["of"]) if "of" in entry else None,
        default=entry.get("default", True),
        mig=entry.get("mig", True),
        instead=entry.get("instead", ""),
        decoupled_until=entry.get("decoupled_until", ""),
    )
