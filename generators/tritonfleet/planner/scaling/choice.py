"""Which signal a service is scaled on, and why."""

from __future__ import annotations

from tritonfleet.planner.derived import Derived
from tritonfleet.planner.scaling.load import capacities
from tritonfleet.planner.scaling.targets import queue_time
from tritonfleet.planner.scaling.types import Given
from tritonfleet.planner.slo_models import counted_models
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.resolve import ResolvedService
from tritonfleet.spec.scaling import Signal

PENDING_SINCE = (23, 9)
"""Release that brought nv_inference_pending_request_count (triton-inference-server/server#6341)."""
VALUE_FALLBACK_SINCE = (2, 18)
"""Release of KEDA whose fallback works for means (kedacore/keda#6655)."""

_CAVEATS: dict[Signal, str] = {
    "gpu": "it tells that something ran, not how much more could: no latency follows from it. queue-time and "
    "concurrency follow from the objective and the batches",
    "cpu": "of a server on GPUs it tells little; one on CPUs is as busy as its CPU",
    "requests": "right while all requests cost the same",
    "cron": "it knows the calendar, not the load",
}


def choose(service: ResolvedService, cluster: Cluster | None, given: Given) -> Derived[Signal]:
    """The signal asked for, or the one that fits the service and what the cluster can tell."""
    scaling = service.spec.scaling
    assert scaling is not None
    if scaling.on != "auto":
        caveat = _caveat(service, scaling.on)
        return Derived(scaling.on, "asked for (scaling.on)" + (f"; {caveat}" if caveat else ""))
    if service.spec.gpu is None and not measures(service, cluster):
        return Derived("cpu", f"{_unmeasured(service)}, so CPU is all that an autoscaler can see")
    if reason := _cpu_tells(service):
        return Derived("cpu", reason)
    hindrance = _no_queue_time(service, cluster, given)
    if hindrance is None:
        return Derived(
            "queue-time", "a latency objective, and requests wait for batches: the wait tells if it holds"
        )
    if capacities(service):
        return Derived("concurrency", f"{hindrance}; batch × instances tells how many requests a pod holds")
    return Derived(
        "requests", f"{hindrance}; its engine batches inside, where Triton does not see how many fit"
    )


def _caveat(service: ResolvedService, signal: Signal) -> str | None:
    sliced = signal == "gpu" and service.spec.gpu is not None and service.spec.gpu.slice
    # DCGM has no utilisation of MIG instances (NVIDIA/dcgm-exporter#50): the query reads PROF_GR_ENGINE_ACTIVE.
    on_mig = (
        "; of a MIG instance only the activity of its engine is known, not its utilisation" if sliced else ""
    )
    caveat = _CAVEATS.get(signal)
    return caveat and caveat + on_mig


def measures(service: ResolvedService, cluster: Cluster | None) -> bool:
    """Whether the owner of the scaling can read queries: KEDA by an address, an HPA by prometheus-adapter."""
    scaling = service.spec.scaling
    assert scaling is not None
    if scaling.owner == "kpa":
        return True  # Knative's own proxy counts.
    prometheus = cluster.prometheus if cluster else None
    if prometheus is None:
        return False
    return bool(prometheus.adapter if scaling.owner == "hpa" else prometheus.address)


def falls_back_on_means(cluster: Cluster | None) -> bool:
    """Whether this cluster's KEDA has a fallback for means; one whose version is not stated is taken to be new."""
    return keda_release(cluster) is None or (keda_release(cluster) or ()) >= VALUE_FALLBACK_SINCE


def keda_release(cluster: Cluster | None) -> tuple[int, ...] | None:
    """Major and minor version of the cluster's KEDA; None where it is not stated."""
    stated = cluster.versions.keda if cluster else None
    return tuple(int(part) for part in stated.removeprefix("v").split(".")[:2]) if stated else None


def batcher_delay_ms(service: ResolvedService) -> float:
    """The longest that a dynamic batcher keeps a request waiting for others: no pod more shortens that."""
    delays = (
        model.dynamic_batching.max_queue_delay
        for model in service.models.values()
        if model.dynamic_batching is not None
    )
    return max((delay.seconds * 1000 for delay in delays if delay is not None), default=0.0)


def _unmeasured(service: ResolvedService) -> str:
    scaling = service.spec.scaling
    by_hpa = scaling is not None and scaling.owner == "hpa"
    wanted = "prometheus.adapter" if by_hpa else "prometheus.address"
    return f"the cluster states no {wanted}"


def _cpu_tells(service: ResolvedService) -> str | None:
    spec = service.spec
    if spec.gpu is None and not (spec.slo and spec.slo.latency) and spec.resources.requests.cpu:
        return (
            f"it computes on CPUs ({spec.resources.requests.cpu} requested), and states no latency objective"
        )
    return None


def _no_queue_time(service: ResolvedService, cluster: Cluster | None, given: Given) -> str | None:
    """Why the queue time would be a poor signal here; None where it is a good one."""
    scaling, models = service.spec.scaling, counted_models(service)
    if scaling is not None and scaling.owner == "kpa":
        return "Knative counts requests, not how long they wait"
    target = queue_time(service.spec, given)
    if target is None:
        return "no latency objective says how long a request may wait"
    if any(model.decoupled for model in models.values()) or len(capacities(service)) < len(models):
        return "a request that streams, or is batched by its engine, waits where Triton does not see it"
    if (delay := batcher_delay_ms(service)) >= target.value:
        return (
            f"the batcher alone holds requests for {delay:g} ms, and the objective leaves {target.value:g} ms"
        )
    if scaling is not None and scaling.owner == "keda" and not falls_back_on_means(cluster):
        return "before KEDA 2.18 nothing holds when a mean cannot be read"
    return None
