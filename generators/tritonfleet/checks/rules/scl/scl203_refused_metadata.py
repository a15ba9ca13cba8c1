"""SCL203: a trigger's metadata has no key or value that its scaler refuses."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Trigger, triggers
from tritonfleet.checks.scaling.catalogue import catalogue
from tritonfleet.checks.world import World

_METRIC_TYPES = ("AverageValue", "Value", "Utilization")


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        yield from _refused(trigger)
        given = trigger.data.get("metricType")
        if isinstance(given, str) and given and given not in _METRIC_TYPES:
            message = f"there is no metric type `{given}`"
            yield Breach(
                trigger.owner, (*trigger.path, "metricType"), message, f"use {' or '.join(_METRIC_TYPES)}"
            )


def _refused(trigger: Trigger) -> Verdicts:
    scaler = catalogue().types.get(trigger.type)
    if scaler is None:
        return
    for key, instead in scaler.removed.items():
        if trigger.metadata.get(key):
            message = f"KEDA's {trigger.type} scaler refuses `{key}`, which was removed"
            yield Breach(trigger.owner, trigger.at(key), message, f"use {instead}")
    for key, values in scaler.values.items():
        for given in filter(None, map(str.strip, trigger.text(key).split(","))):
            if given not in values:
                message = f"`{given}` is none of the values of `{key}`: {', '.join(values)}"
                yield Breach(trigger.owner, trigger.at(key), message, f"use one of {', '.join(values)}")


RULE = Rule(
    id="SCL203",
    title="A trigger's metadata holds what KEDA refuses",
    severity=Severity.ERROR,
    why="The ScaledObject is accepted, and the operator then cannot build the scaler: Ready=False, no HPA. The "
    "usual case is `metadata.type: Utilization` of a cpu trigger, removed in 2.18: after an upgrade of KEDA "
    "nothing scales any more.",
    fix="write the setting as the KEDA version in use wants it",
    sources=(
        "kedacore/keda:pkg/scalers/scalersconfig/typed_config.go",
        "kedacore/keda:pkg/scalers/cpu_memory_scaler.go",
    ),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: gateway, namespace: prod}
spec:
  scaleTargetRef: {name: gateway}
  minReplicaCount: 1
  triggers: [{type: cpu, metadata: {type: Utilization, value: "70"}}]
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: gateway, namespace: prod}
spec:
  scaleTargetRef: {name: gateway}
  minReplicaCount: 1
  triggers: [{type: cpu, metricType: Utilization, metadata: {value: "70"}}]
""",
)
