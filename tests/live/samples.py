"""Samples of the exporters around Triton, in round numbers: names and labels as the catalogue has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from live.fleet import NAMESPACE, SERVICE

Labels = Mapping[str, str]
Value = float | Callable[[float], float]
"""A value; of counters and histograms, what it grows by in a second. Or what it is after so many seconds."""
Samples = list[tuple[str, Labels, Value]]

PODS = ("live-7d9f6c5b84-aaaaa", "live-7d9f6c5b84-bbbbb")

METRIC = "s0-prometheus"
KILLED_AFTER = 12
"""Seconds after the first scrape."""
STAGES = ("preprocess", "predict", "postprocess", "explain")

_CARD = {"device": "nvidia0", "modelName": "NVIDIA L40S", "hostname": "gpu-1", "container": "triton"}
_WHOLE = {"gpu": "0", "UUID": "GPU-0", "pci_bus_id": "00000000:01:00.0"}
_SLICE = {
    "gpu": "1",
    "UUID": "GPU-1",
    "pci_bus_id": "00000000:02:00.0",
    "GPU_I_PROFILE": "3g.20gb",
    "GPU_I_ID": "1",
}
"""A GPU of one pod, and a MIG slice of another's: it has no DCGM_FI_DEV_GPU_UTIL."""
_EITHER = {
    "DCGM_FI_DEV_FB_USED": 9000, "DCGM_FI_DEV_FB_FREE": 11000, "DCGM_FI_DEV_FB_RESERVED": 480,
    "DCGM_FI_PROF_GR_ENGINE_ACTIVE": 0.5, "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE": 0.2, "DCGM_FI_PROF_DRAM_ACTIVE": 0.3,
    "DCGM_FI_DEV_POWER_USAGE": 180, "DCGM_FI_DEV_GPU_TEMP": 61, "DCGM_FI_DEV_XID_ERRORS": 13,
    "DCGM_FI_DEV_THERMAL_VIOLATION": 2e7, "DCGM_FI_DEV_POWER_VIOLATION": 5e7, "DCGM_FI_DEV_BOARD_LIMIT_VIOLATION": 0,
    "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS": 0, "DCGM_FI_DEV_ROW_REMAP_FAILURE": 0,
}  # fmt: skip
"""XID 13 is an error of a program, not of a GPU."""


def samples() -> Mapping[str, Samples]:
    """By exporter."""
    return {
        "dcgm-exporter": _dcgm(),
        "keda": _keda(),
        "kube-state-metrics": _kube_state_metrics(),
        "kserve": [(f"request_{stage}_seconds", {"model_name": "prepare"}, 5.0) for stage in STAGES],
        "knative": [
            ("kn_serving_queue_depth", {}, 2.0),
            ("kn_serving_invocation_duration_seconds", {"http_response_status_code": "200"}, 5.0),
        ],
    }


def _dcgm() -> Samples:
    found: Samples = []
    for pod, device in zip(PODS, (_WHOLE, _SLICE), strict=True):
        labels = {**_CARD, **device, "namespace": NAMESPACE, "pod": pod}
        found += [(name, labels, value) for name, value in _EITHER.items()]
        if device is _WHOLE:
            found.append(("DCGM_FI_DEV_GPU_UTIL", labels, 60))
    return found


def _keda() -> Samples:
    own = {"namespace": NAMESPACE, "scaledObject": SERVICE}
    trigger = own | {
        "scaler": "prometheusScaler",
        "triggerIndex": "0",
        "type": "scaledobject",
        "metric": METRIC,
    }
    source = {"triggerName": "queue-time", "metricName": METRIC, "resourceType": "scaledobject"}
    asked = {"namespace": NAMESPACE, "scaledResource": SERVICE, "ignoreNullValues": "false", **source}
    refused = {"namespace": NAMESPACE, "action": "CREATE", "reason": "other-scaled-object"}
    build = {
        "version": "2.20.0",
        "git_commit": "0",
        "goversion": "go1.24",
        "goos": "linux",
        "goarch": "amd64",
    }
    return [
        ("keda_scaler_metrics_value", trigger, 12.0),
        ("keda_scaler_active", trigger, 1.0),
        ("keda_scaler_detail_errors_total", trigger, 0.0),
        ("keda_scaler_metrics_latency_seconds", trigger, 0.02),
        ("keda_scaler_empty_upstream_responses_total", asked, 0.0),
        ("keda_scaled_object_paused", own, 0.0),
        ("keda_scaled_object_errors_total", own, 0.0),
        ("keda_webhook_scaled_object_validation_errors_total", refused, 0.0),
        ("keda_build_info", build, 1.0),
    ]


def _kube_state_metrics() -> Samples:
    workload = {"namespace": NAMESPACE, "deployment": SERVICE}
    scaler = {"namespace": NAMESPACE, "horizontalpodautoscaler": f"keda-hpa-{SERVICE}"}
    wanted = {"metric_name": METRIC, "metric_target_type": "average"}
    gpus = {"node": "gpu-1", "resource": "nvidia_com_gpu", "unit": "integer"}
    return [
        ("kube_node_status_allocatable", gpus, 4.0),
        ("kube_deployment_spec_replicas", workload, 2.0),
        ("kube_deployment_status_replicas_available", workload, 2.0),
        ("kube_horizontalpodautoscaler_spec_min_replicas", scaler, 2.0),
        ("kube_horizontalpodautoscaler_spec_max_replicas", scaler, 6.0),
        ("kube_horizontalpodautoscaler_status_desired_replicas", scaler, 3.0),
        ("kube_horizontalpodautoscaler_spec_target_metric", scaler | wanted, 5.6),
        *(sample for number, pod in enumerate(PODS) for sample in _container(number, pod)),
    ]


def _container(number: int, pod: str) -> Samples:
    """Of the second pod, a container that is killed for its memory once the load runs."""
    own = {"namespace": NAMESPACE, "pod": pod, "uid": f"0000000{number}", "container": "triton"}
    limit = own | {"resource": "memory", "unit": "byte", "node": "gpu-1"}
    killed = number > 0
    found: Samples = [
        ("kube_pod_container_resource_limits", limit, 2.0 * 2**30),
        (
            "kube_pod_container_status_restarts_total",
            own,
            lambda seconds: float(killed and seconds > KILLED_AFTER),
        ),
    ]
    if killed:
        found.append(("kube_pod_container_status_last_terminated_reason", own | {"reason": "OOMKilled"}, 1.0))
    return found
