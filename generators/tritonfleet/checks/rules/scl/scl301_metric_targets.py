"""SCL301: every metric of an HPA has a source and a target of that source's kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, mapping
from tritonfleet.checks.quantities import quantity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Hpa, hpas
from tritonfleet.checks.world import World

_SOURCES = {
    "Resource": ("resource", ("averageUtilization", "averageValue")),
    "ContainerResource": ("containerResource", ("averageUtilization", "averageValue")),
    "Pods": ("pods", ("averageValue",)),
    "Object": ("object", ("value", "averageValue")),
    "External": ("external", ("value", "averageValue")),
}
"""By type: the field of the source, and the targets of which it needs one."""


def check(world: World) -> Verdicts:
    for hpa in hpas(world):
        if hpa.resource.api_version == "autoscaling/v2":
            for number, metric in hpa.metrics:
                yield from _metric(hpa, ("spec", "metrics", number), metric)


def _metric(hpa: Hpa, path: Path, metric: Mapping[str, Any]) -> Verdicts:
    kind = metric.get("type")
    known = _SOURCES.get(kind) if isinstance(kind, str) else None
    if known is None:
        return
    source, targets = known
    if not mapping(metric, source):
        yield Breach(hpa.resource, path, f"a metric of type {kind} needs `{source}`", f"add `{source}`")
        return
    target = mapping(metric, source, "target")
    given = [field for field in targets if target.get(field) is not None]
    where = (*path, source, "target")
    if len(given) != 1:
        wanted = " or ".join(f"`{field}`" for field in targets)
        message = f"a {kind} metric needs {wanted}, and has {'both' if given else 'neither' if targets[1:] else 'none'}"
        yield Breach(hpa.resource, where, message, f"set {wanted}")
    elif (amount := quantity(target[given[0]])) is not None and amount <= 0:
        yield Breach(hpa.resource, (*where, given[0]), f"expected more than 0, got {target[given[0]]}")


_HPA = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  maxReplicas: 4
  metrics: [{type: Pods, pods: {metric: {name: avg_time_queue_us}, target: {type: AverageValue, TARGET}}}]
"""

RULE = Rule(
    id="SCL301",
    title="An HPA's metric has no target that it can use",
    severity=Severity.ERROR,
    why="The API server refuses the HPA (`must specify a positive target averageValue`, `must populate "
    "information for the given metric source`), so the release fails, or the old HPA stays.",
    fix="set the target that belongs to the metric's type",
    sources=("kubernetes/kubernetes:pkg/apis/autoscaling/validation/validation.go",),
    check=check,
    fails=_HPA.replace("TARGET", "value: 50"),
    passes=_HPA.replace("TARGET", "averageValue: 50"),
)
