"""SCL225: the cluster's KEDA has what a ScaledObject asks for."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.scaling.catalogue import catalogue, release
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    given = world.facts.versions.get("keda", "")
    for scaled in scaled_objects(world):
        for feature, path in _asked(scaled):
            since = catalogue().since[feature]
            if not release(given):
                yield Undecided(needs.version("keda"))
            elif release(given) < since:
                wanted = ".".join(map(str, since))
                message = f"{feature} came with KEDA {wanted}, and the cluster has {given}"
                yield Breach(scaled.resource, path, message, f"upgrade KEDA to {wanted}, or do without it")


def _asked(scaled: Scaled) -> Iterator[tuple[str, Path]]:
    """What the object asks for that was not always there, and where."""
    fallback, path = scaled.fallback, ("spec", "fallback")
    behavior = fallback.get("behavior", "static")
    if "initialCooldownPeriod" in scaled.spec:
        yield "initialCooldownPeriod", ("spec", "initialCooldownPeriod")
    if behavior == "scalingModifiers":
        yield "fallback.behavior scalingModifiers", (*path, "behavior")
    elif behavior != "static":
        yield "fallback.behavior", (*path, "behavior")
    if fallback and any(t.metric_type == "Value" for t in scaled.triggers) and not scaled.modifiers:
        yield "fallback for a Value metric", path
    if fallback and scaled.least == 0:
        yield "fallback from zero", path


_SCALED = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 1
  fallback: {failureThreshold: 3, replicas: 4BEHAVIOR}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring:9090
        query: sum(queue_length)
        threshold: "4"
        ignoreNullValues: "false"
"""

RULE = Rule(
    id="SCL225",
    title="The cluster's KEDA is too old for a setting",
    severity=Severity.WARNING,
    why="An older KEDA drops the field, refuses the object, or accepts it and does nothing: the fallback is "
    "there in Git and never used on the day when Prometheus is down.",
    fix="upgrade KEDA, or do without the setting",
    sources=("kedacore/keda:CHANGELOG.md", "kedacore/keda#7239", "kedacore/keda#6655"),
    check=check,
    needs=(needs.version("keda"),),
    facts=Facts(versions={"keda": "2.16.1"}),
    fails=_SCALED.replace("BEHAVIOR", ", behavior: currentReplicasIfHigher"),
    passes=_SCALED.replace("BEHAVIOR", ""),
)
