"""SCL230: a utilisation of CPU or memory is a whole number of percent."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Trigger, triggers
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        given = trigger.text("value").strip()
        percent = trigger.is_resource and trigger.metric_type == "Utilization"
        if percent and given and not _WHOLE.fullmatch(given):
            yield _breach(trigger, given)


def _breach(trigger: Trigger, given: str) -> Breach:
    number = _NUMBER.match(given)
    fix, mend = "write the percent of the request, such as 70", None
    if number and number[0] in (given, given.removesuffix("%")):
        near = str(round(float(number[0])))
        fix, mend = f'write "{near}"', Mend("set", trigger.at("value"), near)
    message = f"expected a whole number of percent, got `{given}`"
    return Breach(trigger.owner, trigger.at("value"), message, fix, mend=mend)


_SCALED = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: tokenizer, namespace: prod}
spec:
  scaleTargetRef: {name: tokenizer}
  minReplicaCount: 1
  triggers:
    - type: cpu
      metricType: Utilization
      metadata: {value: "VALUE"}
"""

RULE = Rule(
    id="SCL230",
    title="A utilisation is no whole number",
    severity=Severity.ERROR,
    why="KEDA parses the value of a cpu or memory trigger as an integer: `83.3`, `70%` or `500m` fail in the "
    "operator only, with `strconv.ParseInt: invalid syntax`, and the workload is not scaled at all.",
    fix="write a whole number, without a unit",
    sources=("kedacore/keda:pkg/scalers/cpu_memory_scaler.go",),
    check=check,
    fails=_SCALED.replace("VALUE", "83.3"),
    passes=_SCALED.replace("VALUE", "83"),
)
