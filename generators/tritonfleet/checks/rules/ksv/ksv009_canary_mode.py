"""KSV009: `spec.canary` is used in Standard mode, with a gateway that splits traffic."""

from __future__ import annotations

import json

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import MODE, STANDARD, inference_services
from tritonfleet.checks.objects import Resource, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

CONFIG = "inferenceservice-config"


def check(world: World) -> Verdicts:
    without = [c for c in world.index.of_kind("ConfigMap") if c.name == CONFIG and not _gateway_api(c)]
    for service in inference_services(world):
        if not items(service.resource.data, "spec", "canary"):
            continue
        if service.mode and service.mode != STANDARD:
            message = f"`canary` is set in {service.mode} mode"
            fix = "use `canaryTrafficPercent` of the predictor" if service.mode == "Knative" else ""
            yield Breach(service.resource, ("metadata", "annotations", MODE), message, fix)
        for config in without:
            message = f"`canary` splits traffic by HTTPRoute, and {config} has `enableGatewayApi` off"
            fix = "set enableGatewayApi to true in the key `ingress`"
            yield Breach(service.resource, ("spec", "canary"), message, fix, related=(config,))


def _gateway_api(config: Resource) -> bool:
    """Whether KServe routes by Gateway API; what cannot be read counts as yes."""
    try:
        ingress = json.loads(str(mapping(config.data, "data").get("ingress", "null")))
    except (ValueError, RecursionError):
        return True
    return not isinstance(ingress, dict) or ingress.get("enableGatewayApi") is True


RULE = Rule(
    id="KSV009",
    title="A canary cannot split traffic here",
    severity=Severity.ERROR,
    why="`spec.canary` exists in Standard mode only: the webhook refuses it in others. And only the "
    "HTTPRoutes of Gateway API carry its weights; with Istio or an Ingress the canary's pods run, hold "
    "GPUs and get no request.",
    fix="set the mode to Standard and `enableGatewayApi` to true",
    sources=(
        "kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/ingress/httproute_reconciler.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Knative}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet-1"}
  canary:
    - trafficPercent: 10
      predictor:
        name: v2
        model:
          name: kserve-container
          modelFormat: {name: triton}
          runtimeVersion: 26.07-py3
          storageUri: "s3://models/resnet-2"
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet-1"}
  canary:
    - trafficPercent: 10
      predictor:
        name: v2
        model:
          name: kserve-container
          modelFormat: {name: triton}
          runtimeVersion: 26.07-py3
          storageUri: "s3://models/resnet-2"
""",
)
