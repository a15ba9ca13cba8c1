"""SCL208: an activation threshold has something to activate."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, Trigger, scaled_objects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        for trigger in scaled.triggers:
            if trigger.type == "prometheus" and "activationThreshold" in trigger.metadata:
                yield from _activation(scaled, trigger)


def _activation(scaled: Scaled, trigger: Trigger) -> Verdicts:
    activation, threshold = trigger.number("activationThreshold"), trigger.number("threshold")
    path = trigger.at("activationThreshold")
    if scaled.least > 0 and scaled.idle is None:
        message = f"it has no effect: `minReplicaCount` is {scaled.least}, so the workload is always active"
        yield Breach(scaled.resource, path, message, "remove `activationThreshold`", Severity.INFO)
    elif scaled.to_zero and activation and threshold and activation > threshold and not scaled.modifiers:
        message = f"up to {activation:g} the workload is taken to zero, though one pod carries {threshold:g}"
        yield Breach(scaled.resource, path, message)


RULE = Rule(
    id="SCL208",
    title="An activation threshold takes pods away under load, or does nothing",
    severity=Severity.WARNING,
    why="Activation outranks the HPA: with a threshold of 10, an activation of 50 and a load of 40, which "
    "needs four pods, KEDA goes to zero. With a minimum of 1 or more nobody looks at it.",
    fix="set `activationThreshold` below `threshold`",
    sources=(
        "kedacore/keda:pkg/scalers/prometheus_scaler.go",
        "kedacore/keda:pkg/scaling/executor/scale_scaledobjects.go",
    ),
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
        serverAddress: http://prometheus.monitoring:9090
        query: sum(queue_length)
        threshold: "10"
        activationThreshold: "50"
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
        serverAddress: http://prometheus.monitoring:9090
        query: sum(queue_length)
        threshold: "10"
        activationThreshold: "1"
""",
)
