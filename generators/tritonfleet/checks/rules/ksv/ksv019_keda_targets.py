"""KSV019: each metric of a ScaledObject that KServe makes is complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.scaling import KEDA, metrics, scaled_by
from tritonfleet.checks.objects import Path, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_SOURCES = {"Resource": "resource", "External": "external", "PodMetric": "podmetric"}
_TARGETS = {"cpu": ("Utilization",), "memory": ("Utilization", "AverageValue")}
_VALUES = {"Utilization": "averageUtilization", "AverageValue": "averageValue", "Value": "value"}

Problems = Iterator[tuple[Path, str, str]]


def check(world: World) -> Verdicts:
    for service, component in scaled_by(world, KEDA):
        for path, metric in metrics(component):
            for where, message, fix in _problems(metric):
                yield Breach(service.resource, (*path, *where), message, fix)


def _problems(metric: Mapping[str, Any]) -> Problems:
    kind = str(metric.get("type"))
    field = _SOURCES.get(kind)
    if field is None:
        return
    source = mapping(metric, field)
    if not source:
        yield ("type",), f"the metric is of type {kind} and has no `{field}`", f"add `{field}`"
    elif kind == "Resource":
        yield from _resource(source)
    else:
        yield from _query(kind, field, source)


def _resource(source: Mapping[str, Any]) -> Problems:
    target, name = mapping(source, "target"), str(source.get("name"))
    kind = str(target.get("type"))
    allowed = _TARGETS.get(name, ())
    at = ("resource", "target")
    if allowed and kind not in allowed:
        yield (*at, "type"), f"the target of {name} is of type {kind}", f"use {' or '.join(allowed)}"
    elif kind in _VALUES and _VALUES[kind] not in target:
        message = f"the target is of type {kind} and has no `{_VALUES[kind]}`"
        yield at, message, f"set `{_VALUES[kind]}`"


def _query(kind: str, field: str, source: Mapping[str, Any]) -> Problems:
    metric, target = mapping(source, "metric"), mapping(source, "target")
    if not metric.get("query"):
        yield (field, "metric"), f"the {kind} metric has no `query`", "add the query"
    if target.get("value") is None:
        other = next((name for name in ("averageValue", "averageUtilization") if name in target), "")
        beside = f", only `{other}`, which KServe ignores" if other else ""
        yield (field, "target"), f"the target has no `value`{beside}", "set `type: Value` and `value`"
    if metric.get("backend") == "prometheus" and not metric.get("serverAddress"):
        yield (
            (field, "metric"),
            "the Prometheus metric has no `serverAddress`",
            "add the address of Prometheus",
        )


RULE = Rule(
    id="KSV019",
    title="A KEDA metric of an InferenceService is incomplete",
    severity=Severity.ERROR,
    why="The webhook refuses most of it. What it lets through, a Prometheus metric without an address, "
    "becomes a trigger that KEDA cannot parse: the ScaledObject is not ready and the model stays at its "
    "minimum.",
    fix="give each metric a query, an address and a target that fits its type",
    sources=(
        "kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/keda/keda_reconciler.go",
        "kedacore/keda:pkg/scalers/prometheus_scaler.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: keda}
spec:
  predictor:
    maxReplicas: 4
    autoScaling:
      metrics:
        - type: External
          external:
            metric: {backend: prometheus, query: "sum(nv_inference_pending_request_count)"}
            target: {type: AverageValue, averageValue: "2"}
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: keda}
spec:
  predictor:
    maxReplicas: 4
    autoScaling:
      metrics:
        - type: External
          external:
            metric:
              backend: prometheus
              serverAddress: http://prometheus.monitoring:9090
              query: sum(nv_inference_pending_request_count)
            target: {type: Value, value: "2"}
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
