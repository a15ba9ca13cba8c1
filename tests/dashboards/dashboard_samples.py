"""An hour of two services, their GPUs and their scaler, in round numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from dashboard_backfill import Labels, Series

VISION = {"namespace": "triton-prod", "job": "vision"}
SPEECH = {"namespace": "triton-prod", "job": "speech"}
MODELS = ((VISION, "detector", 40.0, 8.0), (VISION, "classifier", 10.0, 3.0), (SPEECH, "asr", 5.0, 120.0))
"""Service, model, requests a second, milliseconds of computing."""
BUCKETS = ("1.0", "5.0", "10.0", "50.0", "100.0", "500.0", "+Inf")


def wave(second: int) -> float:
    """Around 1, twice an hour."""
    return 1 + 0.4 * math.sin(second / 3600 * 4 * math.pi)


def grown(rate: float) -> Callable[[int], float]:
    """A counter that grows by ``rate`` a second, in waves."""
    return lambda second: (
        rate * (second + 0.4 * (1 - math.cos(second / 3600 * 4 * math.pi)) * 3600 / (4 * math.pi))
    )


def always(value: float) -> Callable[[int], float]:
    """A gauge that stays."""
    return lambda second: value


def families() -> Series:
    """All series, by family."""
    found: dict[str, list[tuple[Labels, Callable[[int], float]]]] = {}

    def add(name: str, value: Callable[[int], float], *labels: Labels, **more: str) -> None:
        merged: dict[str, Any] = {}
        for each in labels:
            merged |= each
        found.setdefault(name, []).append((merged | more, value))

    _triton(add)
    _recorded(add)
    _gpus(add)
    _scaling(add)
    _kserve(add)
    return {name: ("unknown", series) for name, series in found.items()}


def _triton(add: Callable[..., None]) -> None:
    for service, model, rate, compute in MODELS:
        for pod in ("a", "b"):
            labels = service | {"model": model, "version": "1", "pod": f"{service['job']}-7d9f-{pod * 5}"}
            requests, queue = rate / 2, compute / 2
            add("nv_inference_request_success", grown(requests), labels)
            add("nv_inference_count", grown(requests * 2), labels)
            add("nv_inference_exec_count", grown(requests / 2), labels)
            for reason, share in (("REJECTED", 0.002), ("BACKEND", 0.001), ("CANCELED", 0.0), ("OTHER", 0.0)):
                add("nv_inference_request_failure", grown(requests * share), labels, reason=reason)
            times = {"queue": queue, "compute_input": 0.2, "compute_infer": compute, "compute_output": 0.1}
            for stage, milliseconds in (*times.items(), ("request", sum(times.values()))):
                add(f"nv_inference_{stage}_duration_us", grown(requests * milliseconds * 1000), labels)
            add(
                "nv_inference_pending_request_count",
                lambda s, r=rate: max(0.0, round(r / 5 * (wave(s) - 0.8))),
                labels,
            )
            add("nv_model_load_duration_secs", always(12.5), labels)
            if model == "classifier":
                add("nv_cache_num_hits_per_model", grown(requests * 0.2), labels)
                add("nv_cache_num_misses_per_model", grown(requests * 0.8), labels)
            if service is VISION:
                for place, le in enumerate(BUCKETS, 1):
                    add(
                        "nv_inference_first_response_histogram_ms_bucket",
                        grown(requests * place / 7),
                        labels,
                        le=le,
                    )
                add("nv_inference_first_response_histogram_ms_count", grown(requests), labels)
            else:
                for quantile, factor in (("0.5", 1.0), ("0.9", 1.3), ("0.95", 1.4), ("0.99", 2.0)):
                    value = (compute + queue) * 1000 * factor
                    add(
                        "nv_inference_request_summary_us",
                        lambda s, v=value: v * wave(s),
                        labels,
                        quantile=quantile,
                    )
    for service in (VISION, SPEECH):
        for pod in ("a", "b"):
            labels = service | {"pod": f"{service['job']}-7d9f-{pod * 5}"}
            add("up", always(1.0), labels)
            add("nv_gpu_memory_used_bytes", lambda s: 9e9 * wave(s) / 1.4, labels, gpu_uuid=f"GPU-{pod}")
            add("nv_gpu_memory_total_bytes", always(16e9), labels, gpu_uuid=f"GPU-{pod}")
            add("nv_pinned_memory_pool_used_bytes", always(2.0**26), labels)
            add("nv_pinned_memory_pool_total_bytes", always(2.0**28), labels)


def _recorded(add: Callable[..., None]) -> None:
    from tritonfleet.alerts import names

    for slo, objective in (("latency", 0.99), ("availability", 0.999)):
        labels = VISION | {"slo": slo}
        for window in ("5m", "30m", "1h", "2h", "6h", "1d", "3d"):
            add(names.error_ratio(window), lambda s, o=objective: (1 - o) * wave(s), labels)
        add(names.REQUESTS, always(20.0), labels)
        add(names.ERRORS, lambda s, o=objective: 20 * (1 - o) * wave(s), labels)
        add(names.OBJECTIVE, always(objective), labels)
        add(names.BUDGET_LEFT, lambda s: 0.8 - s / 3600, labels)
    add(names.WITHIN, always(80.0), VISION, slo="latency")
    for alert, whose in (
        ("TritonQueueGrowing", VISION),
        ("GpuHot", {"gpu": "0"}),
        ("Another", {"job": "grafana"}),
    ):
        add("ALERTS", always(1.0), whose, alertname=alert, alertstate="firing", severity="warning")


def _gpus(add: Callable[..., None]) -> None:
    card = {"hostname": "gpu-1", "modelName": "NVIDIA A100-SXM4-40GB"}
    devices = (
        {"gpu": "0", "UUID": "GPU-0"},
        {"gpu": "1", "UUID": "GPU-1", "GPU_I_PROFILE": "3g.20gb", "GPU_I_ID": "1"},
        {"gpu": "1", "UUID": "GPU-1", "GPU_I_PROFILE": "3g.20gb", "GPU_I_ID": "2"},
    )
    for number, device in enumerate(devices):
        for sharer in ("a", "b") if number == 0 else ("c",):
            labels = card | device | {"namespace": "triton-prod", "pod": f"vision-7d9f-{sharer * 5}"}
            add("DCGM_FI_DEV_FB_USED", lambda s, n=number: 9000 * wave(s) + 2000 * n, labels)
            add("DCGM_FI_DEV_FB_FREE", lambda s, n=number: 20000 - 9000 * wave(s) - 2000 * n, labels)
            add("DCGM_FI_PROF_GR_ENGINE_ACTIVE", lambda s: 0.5 * wave(s), labels)
            add("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", lambda s: 0.2 * wave(s), labels)
            add("DCGM_FI_PROF_DRAM_ACTIVE", lambda s: 0.3 * wave(s), labels)
            add("DCGM_FI_DEV_POWER_USAGE", lambda s: 250 * wave(s), labels)
            add("DCGM_FI_DEV_GPU_TEMP", lambda s: 60 * wave(s), labels)
            add("DCGM_FI_DEV_XID_ERRORS", always(0.0), labels)
            for cause in ("THERMAL", "POWER", "BOARD_LIMIT"):
                add(f"DCGM_FI_DEV_{cause}_VIOLATION", grown(2e7), labels)
            if number == 0:
                add("DCGM_FI_DEV_GPU_UTIL", lambda s: 60 * wave(s), labels)


def _scaling(add: Callable[..., None]) -> None:
    for service in (VISION, SPEECH):
        name, pods = service["job"], (lambda s: 2.0 if s < 1800 else 3.0)
        workload = {"namespace": service["namespace"], "deployment": name}
        add("kube_deployment_status_replicas_available", pods, workload)
        add("kube_deployment_spec_replicas", lambda s: 2.0 if s < 1500 else 3.0, workload)
        scaler = {"namespace": service["namespace"], "horizontalpodautoscaler": f"keda-hpa-{name}"}
        add(
            "kube_horizontalpodautoscaler_status_desired_replicas", lambda s: 2.0 if s < 1500 else 3.0, scaler
        )
        add("kube_horizontalpodautoscaler_spec_min_replicas", always(2.0), scaler)
        add("kube_horizontalpodautoscaler_spec_max_replicas", always(6.0), scaler)
        metric = {"metric_name": "s0-prometheus", "metric_target_type": "average"}
        add("kube_horizontalpodautoscaler_spec_target_metric", always(8.0), scaler | metric)
        pod = {"namespace": service["namespace"], "pod": f"{name}-7d9f-aaaaa", "container": "triton"}
        add("kube_pod_container_status_restarts_total", always(0.0), pod)
        trigger = {
            "exported_namespace": service["namespace"],
            "scaledObject": name,
            "metric": "s0-prometheus",
        }
        add("keda_scaler_metrics_value", lambda s: 12 * wave(s), trigger)
        add("keda_scaler_active", always(1.0), trigger)
        add("keda_scaler_detail_errors_total", always(0.0), trigger)
        add("keda_scaler_metrics_latency_seconds", always(0.02), trigger)
        add("keda_scaled_object_paused", always(0.0), trigger)


def _kserve(add: Callable[..., None]) -> None:
    labels = {"namespace": "triton-prod", "job": "bert-transformer"}
    for stage, seconds in (("preprocess", 0.01), ("predict", 0.05), ("postprocess", 0.004), ("explain", 0.2)):
        model = labels | {"model_name": "bert"}
        add(f"request_{stage}_seconds_count", grown(10), model)
        add(f"request_{stage}_seconds_sum", grown(10 * seconds), model)
        for place, le in enumerate(("0.005", "0.05", "0.25", "+Inf"), 1):
            add(f"request_{stage}_seconds_bucket", grown(10 * place / 4), model, le=le)
    add("kn_serving_invocation_duration_seconds_count", grown(10), labels, http_response_status_code="200")
    for place, le in enumerate(("0.01", "0.1", "1.0", "+Inf"), 1):
        add("kn_serving_invocation_duration_seconds_bucket", grown(10 * place / 4), labels, le=le)
    add("kn_serving_queue_depth", lambda s: round(3 * wave(s)), labels)
