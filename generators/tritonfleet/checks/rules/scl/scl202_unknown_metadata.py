"""SCL202: a trigger's metadata has only keys that its scaler reads."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import triggers
from tritonfleet.checks.scaling.catalogue import catalogue
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        scaler = catalogue().types.get(trigger.type)
        for key in trigger.metadata if scaler else ():
            if scaler and isinstance(key, str) and not scaler.reads(key):
                from tritonfleet.suggest import suggest

                message = f"KEDA's {trigger.type} scaler has no `{key}`: it is ignored"
                near = suggest(key, scaler.known or ())
                fix = near if near.startswith("did you mean") else f"remove `{key}`"
                yield Breach(trigger.owner, trigger.at(key), message, fix)


RULE = Rule(
    id="SCL202",
    title="A trigger's metadata has a key that KEDA ignores",
    severity=Severity.WARNING,
    why="Metadata is a free map, so a misspelt key is accepted and its default counts: a misspelt "
    "`ignoreNullValues` or `activationThreshold` shows when Prometheus is empty. `metricName`, still in many "
    "examples, is not read any more.",
    fix="write the key as KEDA's documentation of the scaler does",
    sources=(
        "kedacore/keda:schema/generated/scalers-schema.yaml",
        "kedacore/keda:pkg/scalers/scalersconfig/typed_config.go",
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
        serverAddress: http://prometheus.monitoring.svc:9090
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
        ignoreNullValue: "false"
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
        threshold: "4"
        ignoreNullValues: "false"
""",
)
