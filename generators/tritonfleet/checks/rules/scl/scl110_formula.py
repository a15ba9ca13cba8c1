"""SCL110: a formula is well-formed and names triggers that exist."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.world import World

_PATH = ("spec", "advanced", "scalingModifiers", "formula")


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        if scaled.modifiers:
            yield from _formula(scaled)


def _formula(scaled: Scaled) -> Verdicts:
    from tritonfleet.checks.scaling.formula import FormulaError, free_names

    formula = scaled.modifiers.get("formula")
    if not isinstance(formula, str) or not formula.strip():
        yield Breach(scaled.resource, _PATH, "there are scalingModifiers and no formula")
        return
    try:
        names = free_names(formula)
    except FormulaError as error:
        yield Breach(scaled.resource, _PATH, f"the formula cannot be parsed: {error}")
        return
    named = [trigger.name for trigger in scaled.triggers if trigger.name and not trigger.is_resource]
    subtracted = [each for each in named if "-" in each and each in formula]
    for name in subtracted:
        message = f"a formula reads `{name}` as a subtraction"
        yield Breach(scaled.resource, _PATH, message, f"rename the trigger to `{name.replace('-', '_')}`")
    explained = {part for name in subtracted for part in name.split("-")}
    for name in names:
        if name not in named and name not in explained:
            yield _unknown(scaled, name, named)


def _unknown(scaled: Scaled, name: str, named: list[str]) -> Breach:
    from tritonfleet.suggest import suggest

    message = f"no trigger is named `{name}`"
    if any(trigger.name == name for trigger in scaled.triggers):
        message = f"`{name}` is a cpu or memory trigger, which a formula cannot use"
    fix = suggest(name, named) or "give the trigger that is meant this `name`"
    return Breach(scaled.resource, _PATH, message, fix)


RULE = Rule(
    id="SCL110",
    title="A scaling formula does not compile",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses the ScaledObject (`error validating formula in ScalingModifiers`); where "
    "it is off, the operator reports the same and makes no HPA. Only triggers with a `name`, and not cpu "
    "or memory, can be used.",
    fix="write a formula over the names of the triggers",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaledobject_webhook.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  advanced: {scalingModifiers: {formula: "max(queue, latncy)", target: "4"}}
  triggers:
    - type: prometheus
      name: queue
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
    - type: prometheus
      name: latency
      metadata:
        serverAddress: "http://prometheus.monitoring:9090"
        query: max(latency_p99_seconds)
        threshold: "0.2"
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  advanced: {scalingModifiers: {formula: "max(queue, latency)", target: "4"}}
  triggers:
    - type: prometheus
      name: queue
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
    - type: prometheus
      name: latency
      metadata:
        serverAddress: "http://prometheus.monitoring:9090"
        query: max(latency_p99_seconds)
        threshold: "0.2"
""",
)
