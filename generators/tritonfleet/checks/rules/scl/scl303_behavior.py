"""SCL303: the scaling behaviour is one that Kubernetes takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaler, scalers
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World

_LONGEST_WINDOW, _LONGEST_PERIOD = 3600, 1800
_TYPES = ("Pods", "Percent")


def check(world: World) -> Verdicts:
    for found in world.derived(scalers).values():
        for scaler in found:
            behavior = mapping(scaler.resource.data, *scaler.behavior_path)
            for direction in ("scaleUp", "scaleDown") if behavior else ():
                rules = mapping(behavior, direction)
                yield from _direction(scaler, (*scaler.behavior_path, direction), direction, rules)


def _direction(scaler: Scaler, path: Path, direction: str, rules: Mapping[str, Any]) -> Verdicts:
    window = integer(rules.get("stabilizationWindowSeconds"))
    if window is not None and not 0 <= window <= _LONGEST_WINDOW:
        message = f"expected 0 to {_LONGEST_WINDOW} seconds, got {window}"
        yield Breach(
            scaler.resource, (*path, "stabilizationWindowSeconds"), message, f"use {_LONGEST_WINDOW} or less"
        )
    if rules.get("policies") == []:
        message = "the list of policies is empty, and Kubernetes wants one at least"
        yield Breach(
            scaler.resource, (*path, "policies"), message, "remove `policies`; the defaults count then"
        )
    if rules.get("selectPolicy") == "Disabled" and direction == "scaleUp":
        message = "`selectPolicy: Disabled`: pods are never added"
        yield Breach(scaler.resource, (*path, "selectPolicy"), message, "use Max", Severity.WARNING)
    for number, policy in items(rules, "policies"):
        period, amount = integer(policy.get("periodSeconds")), integer(policy.get("value"))
        at = (*path, "policies", number)
        if "type" in policy and policy["type"] not in _TYPES:
            message = f"there is no type `{policy['type']}` of policies"
            yield Breach(scaler.resource, (*at, "type"), message, f"use {' or '.join(_TYPES)}")
        if period is not None and not 0 < period <= _LONGEST_PERIOD:
            message = f"expected 1 to {_LONGEST_PERIOD} seconds, got {period}"
            yield Breach(scaler.resource, (*at, "periodSeconds"), message, f"use {_LONGEST_PERIOD} or less")
        if amount is not None and amount <= 0:
            yield Breach(scaler.resource, (*at, "value"), f"expected more than 0, got {amount}")


_HPA = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}
  maxReplicas: 4
  behavior: {scaleDown: {stabilizationWindowSeconds: WINDOW}}
"""

RULE = Rule(
    id="SCL303",
    title="A scaling behaviour that Kubernetes refuses",
    severity=Severity.ERROR,
    why="The API server refuses the HPA. From a ScaledObject it is worse: that is accepted, KEDA cannot "
    "make or change the HPA (`must be less than or equal to 3600`), and the workload goes on by the old "
    "one, or by none.",
    fix="stay within the limits: windows of an hour, periods of half an hour",
    sources=(
        "kubernetes/kubernetes:pkg/apis/autoscaling/validation/validation.go",
        "kedacore/keda:controllers/keda/hpa.go",
    ),
    check=check,
    fails=_HPA.replace("WINDOW", "7200"),
    passes=_HPA.replace("WINDOW", "900"),
)
