"""SCL102: a ScaledObject that takes over an HPA names it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, hpas, scaled_objects
from tritonfleet.checks.world import World

_PATH = ("spec", "advanced", "horizontalPodAutoscalerConfig", "name")


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        if scaled.takes_over:
            yield from _taken(world, scaled)


def _taken(world: World, scaled: Scaled) -> Verdicts:
    existing = [hpa.resource for hpa in hpas(world) if hpa.target == scaled.target]
    if not scaled.given_hpa_name:
        message = "it is to take over a HorizontalPodAutoscaler, and does not say which"
        yield Breach(scaled.resource, _PATH, message, related=tuple(existing))
    elif existing and scaled.given_hpa_name not in [hpa.name for hpa in existing]:
        message = f"it names `{scaled.given_hpa_name}`, and what scales {scaled.target[2]} is {existing[0]}"
        fix = f"write `name: {existing[0].name}`"
        yield Breach(scaled.resource, _PATH, message, fix, related=tuple(existing))


RULE = Rule(
    id="SCL102",
    title="A ScaledObject takes over an HPA that it does not name",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses it (`must be specified by name in advanced settings to enable ownership "
    "transfer`): the annotation alone transfers nothing, because KEDA's own HPA has another name.",
    fix="write the HPA's name in `advanced.horizontalPodAutoscalerConfig.name`",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaledobject_webhook.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: bert
  namespace: prod
  annotations: {scaledobject.keda.sh/transfer-hpa-ownership: "true"}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: bert
  namespace: prod
  annotations: {scaledobject.keda.sh/transfer-hpa-ownership: "true"}
spec:
  scaleTargetRef: {name: bert}
  advanced: {horizontalPodAutoscalerConfig: {name: bert}}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
)
