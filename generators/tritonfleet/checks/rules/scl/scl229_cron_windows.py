"""SCL229: a cron trigger's window is one that KEDA can read."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Trigger, triggers
from tritonfleet.checks.scaling.cron import schedule_problem, zone_problem
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        if trigger.type == "cron":
            yield from _window(trigger)


def _window(trigger: Trigger) -> Verdicts:
    looks = {"start": schedule_problem, "end": schedule_problem, "timezone": zone_problem}
    for key, look in looks.items():
        problem = look(trigger.text(key)) if trigger.text(key) else None
        if problem:
            yield Breach(trigger.owner, trigger.at(key), *problem)
    if trigger.text("start") and trigger.text("start") == trigger.text("end"):
        message = f"it starts and ends at `{trigger.text('start')}`"
        yield Breach(trigger.owner, trigger.at("end"), message, "end it at another time")
    if trigger.text("desiredReplicas") == "0":
        message = "a window of 0 replicas is refused"
        yield Breach(trigger.owner, trigger.at("desiredReplicas"), message, "ask for one or more")


_SCALED = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 1
  triggers:
    - type: cron
      metadata: {timezone: ZONE, start: 0 8 * * 1-5, end: 0 18 * * 1-5, desiredReplicas: "4"}
"""

RULE = Rule(
    id="SCL229",
    title="A cron trigger's window cannot be read",
    severity=Severity.ERROR,
    why="The webhook looks at no metadata. The operator says `error parsing start schedule` or `unable to load "
    "timezone`, and that one trigger stops the scaling of the whole object: at eight on Monday there are as many "
    "pods as on Sunday.",
    fix="write five fields as cron has them, and a time zone of the IANA database",
    sources=("kedacore/keda:pkg/scalers/cron_scaler.go", "robfig/cron:parser.go"),
    check=check,
    fails=_SCALED.replace("ZONE", "Europe/Berln"),
    passes=_SCALED.replace("ZONE", "Europe/Berlin"),
)
