"""KSV022: where you bring an autoscaler of your own, KServe makes none."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import CLASS, STANDARD, inference_services
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scalers
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_MADE = "serving.kserve.io/inferenceservice"
"""The label that KServe gives to the autoscalers that it makes itself."""


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if service.mode != STANDARD:
            continue
        for component in service.components:
            target = ("Deployment", service.resource.namespace, service.workload(component))
            own = [
                s.resource for s in world.derived(scalers).get(target, ()) if _MADE not in s.resource.labels
            ]
            if own and component.autoscaler != "external":
                scaler = own[0]
                does = "resets the replicas to `minReplicas`"
                if component.autoscaler != "none":
                    does = f"makes an autoscaler of class {component.autoscaler or 'hpa'}"
                message = f"{scaler} scales {target[2]}, and KServe {does}"
                path = ("metadata", "annotations", CLASS)
                mend = Mend("set", path, "external")
                yield Breach(service.resource, path, message, related=(scaler,), mend=mend)


RULE = Rule(
    id="KSV022",
    title="KServe and your own autoscaler fight over the pods",
    severity=Severity.ERROR,
    why="KServe makes an HPA for every component in Standard mode unless told not to, so the pods have "
    "two masters; KEDA's webhook refuses the ScaledObject, or the count flaps every few seconds. Class "
    "none is no way out: KServe then writes `minReplicas` back.",
    fix="set the annotation `serving.kserve.io/autoscalerClass: external`",
    sources=(
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/deployment/deployment_reconciler.go",
        "kserve/kserve#5196",
        "kedacore/keda#5572",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    maxReplicas: 4
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: resnet, namespace: prod}
spec:
  scaleTargetRef: {name: resnet-predictor}
  maxReplicaCount: 4
  triggers: [{type: cron, metadata: {timezone: UTC, start: 0 7 * * *, end: 0 19 * * *, desiredReplicas: "4"}}]
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: external}
spec:
  predictor:
    maxReplicas: 4
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: resnet, namespace: prod}
spec:
  scaleTargetRef: {name: resnet-predictor}
  maxReplicaCount: 4
  triggers: [{type: cron, metadata: {timezone: UTC, start: 0 7 * * *, end: 0 19 * * *, desiredReplicas: "4"}}]
""",
)
