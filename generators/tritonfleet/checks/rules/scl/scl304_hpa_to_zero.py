"""SCL304: an HPA that may go to zero can come back."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import hpas
from tritonfleet.checks.world import World

_SEEN_WITHOUT_PODS = ("External", "Object")


def check(world: World) -> Verdicts:
    for hpa in hpas(world):
        if hpa.minimum == 0:
            if any(metric.get("type") in _SEEN_WITHOUT_PODS for _, metric in hpa.metrics):
                message = "`minReplicas: 0` needs the feature gate HPAScaleToZero, which is off by default"
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
    title="An HPA scales to zero",
    severity=Severity.ERROR,
    why="Most API servers refuse it ('must be greater than or equal to 1'): it is an alpha feature, and only "
    "for metrics that exist without pods.",
    fix="use `minReplicas: 1`, or a ScaledObject, whose operator goes to zero and back by itself",
    sources=(
        "kubernetes/kubernetes:pkg/apis/autoscaling/validation/validation.go",
        "kubernetes/website:content/en/docs/reference/command-line-tools-reference/feature-gates/HPAScaleToZero.md",
    ),
    check=check,
    fails=_HPA.replace("LEAST", "0"),
    passes=_HPA.replace("LEAST", "1"),
)
