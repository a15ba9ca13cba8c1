"""SCL304: an HPA that may go to zero can come back."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import hpas
from tritonfleet.checks.scaling.catalogue import release
from tritonfleet.checks.world import World

_SEEN_WITHOUT_PODS = ("External", "Object")
_ON_SINCE = (1, 37)
"""The release whose API server takes it by default: the feature gate HPAScaleToZero is beta there."""


def check(world: World) -> Verdicts:
    for hpa in hpas(world):
        if hpa.minimum == 0:
            if any(metric.get("type") in _SEEN_WITHOUT_PODS for _, metric in hpa.metrics):
                if release(world.kubernetes) < _ON_SINCE:
                    message = f"`minReplicas: 0` is an alpha feature of Kubernetes {world.kubernetes}, off by default"
                    yield Breach(hpa.resource, ("spec", "minReplicas"), message, severity=Severity.WARNING)
            else:
                message = (
                    "`minReplicas: 0` without an External or Object metric: nothing could start a pod again"
                )
                yield Breach(hpa.resource, ("spec", "minReplicas"), message)


_HPA = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  minReplicas: LEAST
  maxReplicas: 4
"""

RULE = Rule(
    id="SCL304",
    title="An HPA goes to zero and cannot come back",
    severity=Severity.ERROR,
    why="The API server refuses it: CPU, memory and metrics of pods are gone with the last pod, so only an "
    "External or Object metric can bring one back. Before Kubernetes 1.37 the feature gate HPAScaleToZero had "
    "to be on as well.",
    fix="use `minReplicas: 1`, or a metric that exists without pods",
    sources=(
        "kubernetes/kubernetes:pkg/apis/autoscaling/validation/validation.go",
        "kubernetes/enhancements:keps/sig-autoscaling/2021-scale-from-zero/README.md",
    ),
    check=check,
    fails=_HPA.replace("LEAST", "0"),
    passes=_HPA.replace("LEAST", "1"),
)
