"""Queries on replicas, pods and nodes: from kube-state-metrics."""

from __future__ import annotations

from collections.abc import Callable

from tritonfleet.queries.building import Ask
from tritonfleet.queries.selectors import Subject
from tritonfleet.queries.types import Extent, Query, Unit

_HPA = "kube_horizontalpodautoscaler_"


def _kubernetes(
    name: str, title: str, about: str, build: Callable[[Ask], str], subject: Subject = Subject.AUTOSCALER
) -> Query:
    return Query(
        name, title, Unit.NUMBER, Extent.TOTAL, about, build, exporter="kube-state-metrics", subject=subject
    )


def _restarted(ask: Ask) -> str:
    return f"increase({ask.ranged(ask.series('kube_pod_container_status_restarts_total'))})"


def _memory_kills(ask: Ask) -> str:
    ended = ask.series("kube_pod_container_status_last_terminated_reason", 'reason="OOMKilled"')
    return ask.aggregate("count", f"{ended} > 0 and on (namespace, pod, container) {_restarted(ask)} > 0")


def _offered(ask: Ask) -> str:
    gpus = ask.series("kube_node_status_allocatable", 'resource=~"nvidia_com_(gpu|mig).*"')
    return ask.aggregate("sum", gpus, "node")


CLUSTER = (
    _kubernetes(
        "replicas",
        "Replicas available",
        "Pods of the Deployment that are ready and have been for minReadySeconds. A Rollout or an InferenceService "
        "has no such series of its own: `up` counts pods of any kind.",
        lambda ask: ask.aggregate("sum", ask.series("kube_deployment_status_replicas_available")),
        Subject.WORKLOAD,
    ),
    _kubernetes(
        "replicas-asked",
        "Replicas asked for",
        "Replicas that the Deployment asks for, whoever decided it.",
        lambda ask: ask.aggregate("sum", ask.series("kube_deployment_spec_replicas")),
        Subject.WORKLOAD,
    ),
    _kubernetes(
        "replicas-wanted",
        "Replicas wanted",
        "Replicas that the HorizontalPodAutoscaler wants, within its bounds. It knows nothing of 0, which is KEDA's.",
        lambda ask: ask.aggregate("sum", ask.series(_HPA + "status_desired_replicas")),
    ),
    _kubernetes(
        "replicas-max",
        "Replicas at most",
        "The upper bound of the HorizontalPodAutoscaler.",
        lambda ask: ask.aggregate("sum", ask.series(_HPA + "spec_max_replicas")),
    ),
    _kubernetes(
        "replicas-min",
        "Replicas at least",
        "The lower bound of the HorizontalPodAutoscaler; 1 where KEDA may scale to 0.",
        lambda ask: ask.aggregate("sum", ask.series(_HPA + "spec_min_replicas")),
    ),
    _kubernetes(
        "restarts",
        "Restarts",
        "Restarts of containers within the window, of pods that are still there. Prometheus reckons up to the "
        "window's ends, so one restart can read as a little more than 1.",
        lambda ask: ask.aggregate("sum", _restarted(ask)),
        Subject.PODS,
    ),
    _kubernetes(
        "memory-kills",
        "Killed for memory",
        "Containers that restarted within the window and whose last end was for going over their memory limit. Nothing "
        "where there is none.",
        _memory_kills,
        Subject.PODS,
    ),
    _kubernetes(
        "hpa-target",
        "Target of the autoscaler",
        "What the HorizontalPodAutoscaler holds each metric to: for one pod where the target is an average. Ask by "
        "metric_name.",
        lambda ask: ask.aggregate("max", ask.series(_HPA + "spec_target_metric")),
    ),
    _kubernetes(
        "gpus-offered",
        "GPUs offered",
        "GPUs and MIG slices that each node offers to pods, a shared one as often as it is shared; one element a node.",
        _offered,
        Subject.NODE,
    ),
)
