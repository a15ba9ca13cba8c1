"""SCL204: a threshold is a number that survives on its way to the HPA."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Trigger, triggers
from tritonfleet.checks.world import World

_SMALLEST = 0.0005
"""KEDA writes metrics and targets with three decimals: what is below is 0."""
_COARSE = 0.02
"""Below this, three decimals are off by more than a fortieth."""


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        if trigger.type == "prometheus":
            yield from _number(trigger, "threshold")
            yield from _number(trigger, "activationThreshold")
            yield from _size(trigger)


def _number(trigger: Trigger, key: str) -> Verdicts:
    if trigger.text(key).strip() and trigger.number(key) is None:
        message = f"expected a number in quotes, got `{trigger.text(key)}`"
        yield Breach(
            trigger.owner, trigger.at(key), message, f"write `{key}` as a plain number, without a unit"
        )


def _size(trigger: Trigger) -> Verdicts:
    threshold = trigger.number("threshold")
    if threshold is None or threshold != threshold:
        return
    path, given = trigger.at("threshold"), trigger.text("threshold")
    if threshold < _SMALLEST:
        message = f"a threshold of {given} is 0 for the HPA, which refuses it"
        yield Breach(trigger.owner, path, message)
    elif threshold < _COARSE:
        message = f"a threshold of {given} is kept with three decimals only: {threshold:.3f}"
        yield Breach(trigger.owner, path, message, severity=Severity.WARNING)


RULE = Rule(
    id="SCL204",
    title="A threshold is no number, or too small to be kept",
    severity=Severity.ERROR,
    why="A unit or a quantity such as 500m fails in the operator only: KEDAScalerFailed, no HPA. KEDA hands "
    "numbers on with three decimals, so a threshold of a few milliseconds in seconds becomes 0 and the HPA is "
    "refused.",
    fix="scale the query up, such as seconds to milliseconds, and write the threshold in that unit",
    sources=("kedacore/keda:pkg/scalers/scaler.go", "kedacore/keda:pkg/scalers/prometheus_scaler.go"),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: 500m
        ignoreNullValues: "false"
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "0.5"
        ignoreNullValues: "false"
""",
)
