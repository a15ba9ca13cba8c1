"""Samples of the exporters around Triton, in round numbers: names and labels as the catalogue has them."""

from __future__ import annotations

from collections.abc import Mapping

from live.fleet import NAMESPACE, SERVICE

Labels = Mapping[str, str]
Samples = list[tuple[str, Labels, float]]

PODS = ("live-7d9f6c5b84-aaaaa", "live-7d9f6c5b84-bbbbb")

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
}  # fmt: skip
"""Values; of counters and histograms, what they grow by in a second. XID 13 is an error of a program, not of a GPU."""


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
    more = {"scaler": "prometheusScaler", "triggerIndex": "0", "type": "scaledobject"}
    trigger = {**own, **more, "metric": "s0-prometheus"}
    values = {
        "metrics_value": 12.0,
        "active": 1.0,
        "detail_errors_total": 0.0,
        "metrics_latency_seconds": 0.02,
    }
    found: Samples = [(f"keda_scaler_{name}", trigger, value) for name, value in values.items()]
    build = {
        "version": "2.20.0",
        "git_commit": "0",
        "goversion": "go1.24",
        "goos": "linux",
        "goarch": "amd64",
    }
    found += [("keda_scaled_object_paused", own, 0.0), ("keda_scaled_object_errors_total", own, 0.0)]
    return [*found, ("keda_build_info", build, 1.0)]


def _kube_state_metrics() -> Samples:
    workload = {"namespace": NAMESPACE, "deployment": SERVICE}
    scaler = {"namespace": NAMESPACE, "horizontalpodautoscaler": f"keda-hpa-{SERVICE}"}
    replicas = {"min_replicas": 2.0, "max_replicas": 6.0}
    container = {"namespace": NAMESPACE, "container": "triton"}
    wanted = {"metric_name": "s0-prometheus", "metric_target_type": "average"}
    memory = {"resource": "memory", "unit": "byte", "node": "gpu-1"}
    of_pods: Samples = []
    for number, pod in enumerate(PODS):
        own = {**container, "pod": pod, "uid": f"00000000-0000-0000-0000-00000000000{number}"}
        of_pods += [
            ("kube_pod_container_status_restarts_total", own, 0.0),
            ("kube_pod_container_resource_limits", own | memory, 2.0 * 2**30),
        ]
    return [
        ("kube_deployment_spec_replicas", workload, 2.0),
        ("kube_deployment_status_replicas_available", workload, 2.0),
        ("kube_horizontalpodautoscaler_status_desired_replicas", scaler, 3.0),
        ("kube_horizontalpodautoscaler_spec_target_metric", scaler | wanted, 5.6),
        *((f"kube_horizontalpodautoscaler_spec_{name}", scaler, value) for name, value in replicas.items()),
        *of_pods,
    ]
