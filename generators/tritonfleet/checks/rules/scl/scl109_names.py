"""SCL109: a ScaledObject's name leaves room for what KEDA makes of it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects
from tritonfleet.checks.world import World

_LONGEST = 63


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        name = scaled.resource.name
        if len(name) > _LONGEST:
            message = f"the name has {len(name)} characters, {_LONGEST} are allowed"
            yield Breach(scaled.resource, ("metadata", "name"), message)
        elif len(scaled.hpa_name) > _LONGEST:
            message = f"KEDA's HPA `{scaled.hpa_name}` would have {len(scaled.hpa_name)} characters"
            message = f"{message}, {_LONGEST} are allowed"
            yield Breach(scaled.resource, ("metadata", "name"), message)


RULE = Rule(
    id="SCL109",
    title="A ScaledObject's name is too long",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses it since 2.20; before, no HPA was ever made, because its name and the label "
    "that points back to the ScaledObject end at 63 characters. It bites where release and model names are "
    "joined.",
    fix="use at most 54 characters, or set `advanced.horizontalPodAutoscalerConfig.name`",
    sources=("kedacore/keda#6998", "kedacore/keda:apis/keda/v1alpha1/scaledobject_webhook.go"),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: prod-recommendations-ranking-bert-large-uncased-triton-v2, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert-large-uncased-triton-v2, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
)
