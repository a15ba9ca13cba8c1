"""Queries that only rules ask: the events behind an objective's share, and what befell pods, scalers and GPUs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from tritonfleet.queries import Extent, Parameter, Query, Subject, Unit, bucket, query
from tritonfleet.queries.building import Ask, alike, or_zero, quotient
from tritonfleet.queries.gpu_devices import gpu_query, series
from tritonfleet.queries.latency import HISTOGRAM

_RESTARTS = "kube_pod_container_status_restarts_total"
_GPUS = 'resource=~"nvidia_com_(gpu|mig).*"'
_BOUNDARY: Mapping[str, float] = MappingProxyType({"le": 100.0})


def _responses(ask: Ask) -> str:
    return ask.rate(ask.entries(HISTOGRAM + "_count"))


def _late(ask: Ask) -> str:
    return (
        f"{_responses(ask)} - {ask.rate(ask.entries(HISTOGRAM + '_bucket', bucket(float(ask.number('le')))))}"
    )


def _ended(ask: Ask) -> str:
    return f"{query('success-rate').build(ask)} + {query('failure-rate').build(ask)}"


def _rejected(ask: Ask) -> str:
    rejected = ask.rate(ask.entries("nv_inference_request_failure", 'reason="REJECTED"'))
    return quotient(rejected, f"({_ended(ask)})")


def _loaded(ask: Ask) -> str:
    """0 for a pod that answers and has none."""
    wanted = replace(ask, selector=f'model=~"{ask.text("models")}",{ask.selector}')
    return or_zero(query("models-loaded").build(wanted), ask.aggregate("sum", ask.series("up")))


def _memory_kills(ask: Ask) -> str:
    ended = ask.series("kube_pod_container_status_last_terminated_reason", 'reason="OOMKilled"')
    restarted = f"increase({ask.ranged(ask.series(_RESTARTS))}) > 0"
    return ask.aggregate("count", f"{ended} > 0 and on (namespace, pod, container) {restarted}")


def _own_namespace(ask: Ask, metric: str) -> str:
    names = {"namespace": "exported_namespace"} if "namespace" in ask.by else {}
    return ask.aggregate("sum", alike(f"increase({ask.ranged(ask.series(metric))})", names))


def _xid(ask: Ask) -> str:
    operator = "=~" if ask.flag("program") else "!~"
    codes = f'err_code{operator}"{ask.text("codes")}"'
    return ask.aggregate("max", series(ask, ask.series("DCGM_FI_DEV_XID_ERRORS", codes)))


def _remapped(ask: Ask) -> str:
    increase = f"increase({ask.ranged(ask.series('DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS'))})"
    return ask.aggregate("max", series(ask, increase))


def _remap_failed(ask: Ask) -> str:
    return ask.aggregate("max", series(ask, ask.series("DCGM_FI_DEV_ROW_REMAP_FAILURE")))


def _rate(name: str, title: str, about: str, build: Callable[[Ask], str], since: str = "") -> Query:
    parameters = _BOUNDARY if name == "latency-late" else MappingProxyType({})
    return Query(
        name, title, Unit.REQUESTS_PER_SECOND, Extent.TOTAL, about, build, since=since, parameters=parameters
    )


def _number(
    name: str, title: str, about: str, build: Callable[[Ask], str], exporter: str, of: Subject
) -> Query:
    return Query(name, title, Unit.NUMBER, Extent.TOTAL, about, build, exporter=exporter, subject=of)


_KEDA, _KUBERNETES = ("keda", Subject.SCALED_OBJECT), ("kube-state-metrics", Subject.PODS)
_EVENTS = (
    _rate("latency-responses", "Responses", "First responses, errors too.", _responses, "26.01"),
    _rate("latency-late", "Late responses", "First responses after `le` milliseconds.", _late, "26.01"),
    _rate("ended-rate", "Ended requests", "Requests that ended, without those given up.", _ended),
    _rate("rejected-ratio", "Rejected share", "Requests that found no place in time.", _rejected, "24.07"),
    replace(
        _number("models-served", "Models served", "`models` it has loaded.", _loaded, "triton", Subject.SERVICE),
        parameters=MappingProxyType({"models": ".+"}),
    ),
    _number("memory-kills", "Killed for memory", "Containers over their limit.", _memory_kills, *_KUBERNETES),
    _number(
        "scaler-empty", "Empty answers", "Empty answers to KEDA.",
        lambda ask: _own_namespace(ask, "keda_scaler_empty_upstream_responses_total"), *_KEDA,
    ),
    _number(
        "webhook-errors", "Refused ScaledObjects", "ScaledObjects that KEDA's webhook refused.",
        lambda ask: _own_namespace(ask, "keda_webhook_scaled_object_validation_errors_total"), *_KEDA,
    ),
    _number(
        "gpus-offered", "GPUs offered", "GPUs and slices that each node offers to pods.",
        lambda ask: f"sum by (node) ({ask.series('kube_node_status_allocatable', _GPUS)})", *_KUBERNETES,
    ),
    gpu_query("row-remap-failed", "Failed remaps", Unit.NUMBER, Extent.MEAN, "1: no spare was left.", _remap_failed),
    gpu_query("rows-remapped", "Remapped rows", Unit.NUMBER, Extent.MEAN, "Rows with uncorrectable errors.", _remapped),
)  # fmt: skip


def event(name: str) -> Query:
    """The query of this name: one of these, or of those that all share."""
    return next((each for each in _EVENTS if each.name == name), None) or query(name)


def xid(codes: str, *, program: bool) -> Query:
    """The last Xid error where its code is (or is not) one of these: ``13|31``."""
    given: Mapping[str, Parameter] = MappingProxyType({"codes": codes, "program": program})
    return Query(
        "xid-class", "Xid error", Unit.CODE, Extent.MEAN, "By its code.", _xid,
        exporter="dcgm-exporter", subject=Subject.GPU, parameters=given,
    )  # fmt: skip
