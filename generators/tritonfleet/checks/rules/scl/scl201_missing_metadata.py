"""SCL201: a trigger has the metadata that its scaler cannot do without."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import triggers
from tritonfleet.checks.scaling.catalogue import catalogue
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        scaler = catalogue().types.get(trigger.type)
        missing = (
            scaler.missing(trigger.metadata, authenticated="authenticationRef" in trigger.data)
            if scaler
            else []
        )
        for key in missing:
            message = f"a {trigger.type} trigger needs `{key}`"
            yield Breach(trigger.owner, trigger.at(key), message, f"add `{key}` to the trigger's metadata")


RULE = Rule(
    id="SCL201",
    title="A trigger lacks what its scaler needs",
    severity=Severity.ERROR,
    why="Nothing checks metadata when the ScaledObject is applied. The operator then reports "
    "KEDAScalerFailed `missing required parameter`, makes no HPA, and the workload stays at the size "
    "that it has.",
    fix="add the metadata that the scaler needs",
    sources=(
        "kedacore/keda:pkg/scalers/scalersconfig/typed_config.go",
        "kedacore/keda:schema/generated/scalers-schema.yaml",
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
        query: sum(nv_inference_pending_request_count{namespace="prod"})
        threshold: "4"
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
        threshold: "4"
        ignoreNullValues: "false"
""",
)
