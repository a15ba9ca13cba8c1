"""Queries on a server and its models: the cache, memory, loading, and whether it is scraped at all."""

from __future__ import annotations

from types import MappingProxyType

from tritonfleet.queries.building import Ask, quotient
from tritonfleet.queries.types import Extent, Query, Unit

_HITS, _MISSES = "nv_cache_num_hits_per_model", "nv_cache_num_misses_per_model"


def _hit_ratio(ask: Ask) -> str:
    hits, misses = (ask.rate(ask.entries(metric)) for metric in (_HITS, _MISSES))
    return quotient(hits, f"({hits} + {misses})")


def _per_gpu(ask: Ask, operator: str, metric: str) -> str:
    """One value a GPU, although each Triton on a shared GPU reports it."""
    return ask.aggregate(operator, ask.aggregate("max", ask.series(metric), "gpu_uuid"))


def _gpu_memory_ratio(ask: Ask) -> str:
    used, total = (_per_gpu(ask, "sum", f"nv_gpu_memory_{part}_bytes") for part in ("used", "total"))
    return quotient(used, total)


def _pinned(ask: Ask) -> str:
    used, total = (
        ask.aggregate("sum", ask.series(f"nv_pinned_memory_pool_{part}_bytes")) for part in ("used", "total")
    )
    return quotient(used, total)


def _loaded(ask: Ask) -> str:
    models = [f'model=~"{ask.text("models")}"'] if ask.text("models") else []
    series = ask.series("nv_inference_request_success", *models)
    return ask.aggregate("count", ask.aggregate("group", series, "model", "pod"))


SERVER = (
    Query(
        "cache-hit-ratio",
        "Answers from the cache",
        Unit.RATIO,
        Extent.MEAN,
        about="Hits among the look-ups of models with a response cache. Nothing without look-ups.",
        build=_hit_ratio,
        switch="cache",
    ),
    Query(
        "cache-hit-rate",
        "Cache hits",
        Unit.OPERATIONS_PER_SECOND,
        Extent.TOTAL,
        about="Requests answered from the response cache. They count as answered requests, not as inferences.",
        build=lambda ask: ask.rate(ask.entries(_HITS)),
        switch="cache",
    ),
    Query(
        "server-gpu-memory",
        "GPU memory, as Triton sees it",
        Unit.BYTES,
        Extent.TOTAL,
        about="Memory in use on the GPUs that the pods see, by anybody, each GPU once. Triton writes 0 when its DCGM "
        "fails, and knows nothing of MIG instances: dcgm-exporter's gpu-memory does.",
        build=lambda ask: _per_gpu(ask, "sum", "nv_gpu_memory_used_bytes"),
        switch="gpu",
    ),
    Query(
        "server-gpu-memory-ratio",
        "GPU memory in use, as Triton sees it",
        Unit.RATIO,
        Extent.MEAN,
        about="Used memory of the GPUs that the pods see, out of all of it, by anybody. Not for MIG instances.",
        build=_gpu_memory_ratio,
        switch="gpu",
    ),
    Query(
        "server-gpu-utilisation",
        "GPU busy, as Triton sees it",
        Unit.RATIO,
        Extent.MEAN,
        about="Share of time in which anything ran on the GPU, mean over GPUs. It tells not how much of the GPU was "
        "used, nor by whom. Not for MIG instances.",
        build=lambda ask: _per_gpu(ask, "avg", "nv_gpu_utilization"),
        switch="gpu",
    ),
    Query(
        "pinned-memory",
        "Pinned memory in use",
        Unit.RATIO,
        Extent.MEAN,
        about="Used part of the pool for copies to and from the GPU; full, copies go through ordinary memory. "
        "Stays 0 where Triton measures neither GPUs nor CPUs (`gpu_metrics` and `cpu_metrics` both off).",
        build=_pinned,
        since="24.01",
    ),
    Query(
        "model-load-time",
        "Load time",
        Unit.SECONDS,
        Extent.MEAN,
        about="Time that the last load of the slowest model took, on the slowest pod.",
        build=lambda ask: ask.aggregate("max", ask.series("nv_model_load_duration_secs")),
        since="24.11",
    ),
    Query(
        "models-loaded",
        "Models with metrics",
        Unit.NUMBER,
        Extent.TOTAL,
        about="Models that the pods serve, each pod's counted: Triton writes a model's counters from its load on. "
        "`models` is a pattern of those to count. Nothing, rather than 0, where there is none.",
        build=_loaded,
        parameters=MappingProxyType({"models": ""}),
    ),
    Query(
        "up",
        "Pods scraped",
        Unit.NUMBER,
        Extent.TOTAL,
        about="Pods whose metrics Prometheus could read at its last try. Nothing when it knows none.",
        build=lambda ask: ask.aggregate("sum", ask.series("up")),
        exporter="prometheus",
    ),
    Query(
        "down",
        "Pods not scraped",
        Unit.NUMBER,
        Extent.TOTAL,
        about="Pods that Prometheus knows of and could not read at its last try.",
        build=lambda ask: ask.aggregate("sum", f"1 - {ask.series('up')}"),
        exporter="prometheus",
    ),
)
