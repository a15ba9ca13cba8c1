"""The files of catalog/metrics, as values."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from tritonfleet.metrics.types import Exporter, Metric
from tritonfleet.paths import catalog_file

_FILES = {
    "nv_": "triton", "DCGM_": "dcgm", "keda_": "keda", "vllm:": "vllm", "kube_": "kube-state-metrics",
    "container_": "cadvisor", "kubelet_": "kubelet", "scrape_": "prometheus", "ALERTS": "prometheus",
    "request_preprocess_": "kserve", "request_postprocess_": "kserve", "request_predict_": "kserve",
    "request_explain_": "kserve", "kn_": "knative", "revision_": "knative", "activator_": "knative",
    "autoscaler_": "knative",
}  # fmt: skip
"""How the names in each file begin: a file is read when such a name is met."""
_WHOLE = {"up": "prometheus"}
"""Names that are no beginning of others."""


@lru_cache(maxsize=4096)
def exporter(name: str) -> Exporter | None:
    """The exporter whose metrics begin like this name; None when none is known to."""
    file = _WHOLE.get(name) or next((file for start, file in _FILES.items() if name.startswith(start)), None)
    return _exporter(file) if file else None


@cache
def exporters() -> dict[str, Exporter]:
    """Every exporter by its name, such as ``triton`` and ``dcgm-exporter``, in the order of the catalogue."""
    found = [_exporter(file) for file in dict.fromkeys(_FILES.values())]
    return {each.name: each for each in found}


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


def read(name: str) -> dict[str, Any]:
    """A file of ``catalog/metrics``, by its name without ``.yaml``."""
    from tritonfleet import yamlio

    file = f"metrics/{name}.yaml"
    value: dict[str, Any] = yamlio.load(yamlio.read_text(catalog_file(file)), f"catalog/{file}")
    return value


def _gone(metric: Metric, release: str) -> bool:
    from tritonfleet.metrics.releases import past

    return bool(metric.until) and (not release or past(release, metric.until))


@cache
def _dcgm_fields() -> frozenset[str]:
    data = read("dcgm-fields")
    return frozenset(data["prefix"] + word for word in data["fields"].split())


@cache
def _exporter(file: str) -> Exporter:
    from tritonfleet.metrics.entries import exporter_of

    return exporter_of(read(file))
