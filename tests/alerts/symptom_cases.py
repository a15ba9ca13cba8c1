"""Cases of the alerts on symptoms: a situation in which each fires, and the one most like it in which it does not."""

from __future__ import annotations

from cluster_cases import CASES as OF_CLUSTER
from promtool_cases import Case
from scaling_cases import CASES as OF_SCALING
from traffic import MINUTES, counter, labels, level, requests, targets

HOUR = 60 * MINUTES
STEPS = "5m"
"""Where hours are looked back at, half minutes are too many."""
POD = "vision-7d9f8c6b5-abcde"
OF_KSM = 'namespace="prod",pod="{pod}",container="triton"'
DEPLOYMENT = 'namespace="prod",deployment="vision"'
LARGE = "vision-large-7d9f8c6b5-abcde"
LIKE = ("resnet50", "bertxlarge")
DOWN, UP = "0x120", "1x120"


def loaded(*models: str, pod: str = "vision-7d9f8c6b5-00000") -> dict[str, str]:
    """Counters of loaded models, at 0: Triton writes them from the load on."""
    return {f"nv_inference_request_success{{{labels(pod, model)}}}": level(0, HOUR) for model in models}


def replicas(asked: int, available: int) -> dict[str, str]:
    return {
        f"kube_deployment_spec_replicas{{{DEPLOYMENT}}}": level(asked, HOUR),
        f"kube_deployment_status_replicas_available{{{DEPLOYMENT}}}": level(available, HOUR),
    }


def restarts(values: str, pod: str = POD) -> dict[str, str]:
    return {f"kube_pod_container_status_restarts_total{{{OF_KSM.format(pod=pod)}}}": values}


def killed(values: str, pod: str = POD) -> dict[str, str]:
    name = "kube_pod_container_status_last_terminated_reason"
    return {f'{name}{{{OF_KSM.format(pod=pod)},reason="OOMKilled"}}': values}


def waiting(share: float, pending: float) -> dict[str, str]:
    own = labels()
    return {
        f"nv_inference_queue_duration_us{{{own}}}": counter((HOUR, 1e6 * share)),
        f"nv_inference_request_duration_us{{{own}}}": counter((HOUR, 1e6)),
        f"nv_inference_pending_request_count{{{own}}}": level(pending, HOUR),
    }


def waiting_step(share: float) -> dict[str, str]:
    """A service of an ensemble and its step: the ensemble's own queue is empty, and both count the whole duration."""
    names = ("nv_inference_queue_duration_us", "nv_inference_request_duration_us")
    step = dict(zip(names, (1e6 * share, 1e6), strict=True))
    ensemble = dict(zip(names, (0.0, 1.02e6), strict=True))
    durations = {
        f"{name}{{{labels(model=model)}}}": counter((HOUR, gain))
        for model, gains in (("net", step), ("pipeline", ensemble))
        for name, gain in gains.items()
    }
    pending = f"nv_inference_pending_request_count{{{labels(model='net')}}}"
    return durations | {pending: level(3, HOUR)}


def rejected_step() -> dict[str, str]:
    """A twentieth times out in the queue of an ensemble's step; at the ensemble they are OTHER, twice."""
    load = (HOUR, 100, 0.05)
    at_step = requests(load, model="net", reason="REJECTED")
    return at_step | requests(load, model="pipeline", reason="OTHER", counted=2)


def mean_latency(milliseconds: float, each: float = 100) -> dict[str, str]:
    own = labels()
    return {
        f"nv_inference_request_duration_us{{{own}}}": counter((HOUR, milliseconds * 1000 * each)),
        f"nv_inference_request_success{{{own}}}": counter((HOUR, each)),
    }


def pinned(used: float) -> dict[str, str]:
    own = f'namespace="prod",job="vision",pod="{POD}"'
    pool = "nv_pinned_memory_pool"
    return {
        f"{pool}_used_bytes{{{own}}}": level(used, HOUR),
        f"{pool}_total_bytes{{{own}}}": level(256, HOUR),
    }


def cached(hits: float, misses: float) -> dict[str, str]:
    own, steps = labels(), 8 * 12
    return {
        f"nv_cache_num_hits_per_model{{{own}}}": counter((steps, hits * 10)),
        f"nv_cache_num_misses_per_model{{{own}}}": counter((steps, misses * 10)),
        f"nv_inference_request_success{{{own}}}": counter((steps, (hits + misses) * 10)),
    }


CASES = [
    Case("TritonServiceDown", "both pods do not answer", targets([DOWN, DOWN], HOUR), "10m", 1),
    Case("TritonServiceDown", "they are within a start", targets([DOWN, DOWN], HOUR), "2m", 0),
    Case("TritonServiceDown", "one of two answers", targets([DOWN, UP], HOUR), "10m", 0),
    Case("TritonTargetsAbsent", "no target", {"up{job=\"other\"}": UP}, "10m", 1),
    Case("TritonTargetsAbsent", "a target that is down", targets([DOWN], HOUR), "10m", 0),
    Case("TritonTargetsMissing", "of three, two are read", targets([UP, UP], HOUR) | replicas(3, 3), "20m", 1),
    Case("TritonTargetsMissing", "all are read", targets([UP, UP], HOUR) | replicas(3, 2), "20m", 0),
    Case("TritonTargetDown", "one of two", targets([DOWN, UP], HOUR), "10m", 1),
    Case("TritonTargetDown", "a restart", targets(["1x20 0x4 1x90"], HOUR), "14m", 0),
    Case("TritonModelNotLoaded", "one of two", targets([UP], HOUR) | loaded("resnet50"), "15m", 1),
    Case("TritonModelNotLoaded", "none at all", targets([UP], HOUR), "15m", 1),
    Case("TritonModelNotLoaded", "both", targets([UP], HOUR) | loaded("resnet50", "bert.large"), "15m", 0),
    Case("TritonModelNotLoaded", "another of a like name", targets([UP], HOUR) | loaded(*LIKE), "15m", 1),
    Case("TritonModelNotLoaded", "the pod is down", targets([DOWN], HOUR), "15m", 0),
    Case("TritonServerRestarting", "four in an hour", restarts("0x20 1x20 2x20 3x20 4x40"), "50m", 1),
    Case("TritonServerRestarting", "one in an hour", restarts("0x20 1x100"), "50m", 0),
    Case("TritonServerRestarting", "a pod of vision-large", restarts("0x20 1x20 2x20 3x20 4x40", LARGE), "50m", 0),
    Case("TritonOutOfMemory", "killed just now", restarts("0x20 1x100") | killed("0x20 1x100"), "13m", 1),
    Case("TritonOutOfMemory", "killed an hour ago", restarts("0x20 1x200") | killed("0x20 1x200"), "1h20m", 0),
    Case("TritonOutOfMemory", "restarted for another reason", restarts("0x20 1x100"), "13m", 0),
    Case("TritonReplicasMissing", "one of three", replicas(3, 2), "20m", 1),
    Case("TritonReplicasMissing", "none", replicas(3, 3), "20m", 0),
    Case("TritonReplicasMissing", "they are within a start", replicas(3, 2), "11m", 0),
    Case("TritonQueueGrowing", "nine tenths waiting, three at a time", waiting(0.9, 3), "30m", 1),
    Case("TritonQueueGrowing", "nobody is waiting: batches are put together", waiting(0.9, 0.2), "30m", 0),
    Case("TritonQueueGrowing", "half the time waiting", waiting(0.5, 3), "30m", 0),
    Case("TritonQueueGrowing", "an ensemble whose step waits", waiting_step(0.9), "30m", 1, rules="entries"),
    Case("TritonQueueGrowing", "an ensemble whose step waits half", waiting_step(0.5), "30m", 0, rules="entries"),
    Case("TritonRequestsRejected", "a twentieth of those to a step", rejected_step(), "20m", 1, rules="entries"),
    Case("TritonRequestsRejected", "a twentieth", requests((HOUR, 100, 0.05), reason="REJECTED"), "20m", 1),
    Case("TritonRequestsRejected", "failed for another reason", requests((HOUR, 100, 0.05)), "20m", 0),
    Case("TritonRequestsRejected", "four in ten minutes", requests((HOUR, 0.2, 1), reason="REJECTED"), "20m", 0),
    Case("TritonPinnedMemoryFull", "nearly", pinned(255), "20m", 1),
    Case("TritonPinnedMemoryFull", "half", pinned(128), "20m", 0),
    Case("TritonCacheUseless", "one in a hundred", cached(0.1, 9.9), "7h30m", 1, step=STEPS),
    Case("TritonCacheUseless", "half", cached(5, 5), "7h30m", 0, step=STEPS),
    Case("TritonCacheUseless", "hardly asked", cached(0, 0.1), "7h30m", 0, step=STEPS),
    Case("TritonLatencyMeanHigh", "90 ms", mean_latency(90), "20m", 1, rules="mean"),
    Case("TritonLatencyMeanHigh", "70 ms", mean_latency(70), "20m", 0, rules="mean"),
    Case("TritonLatencyMeanHigh", "two slow requests at night", mean_latency(900, 0.1), "20m", 0, rules="mean"),
    *OF_SCALING,
    *OF_CLUSTER,
]  # fmt: skip
