"""KSV035: what scrapes an InferenceService is among the manifests."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.services import STANDARD, inference_services
from tritonfleet.checks.labels import selects
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

ANNOTATION = "serving.kserve.io/enable-prometheus-scraping"
AGGREGATION = "serving.kserve.io/enable-metric-aggregation"


def check(world: World) -> Verdicts:
    for service in inference_services(world):
        if _on(service.annotations.get(ANNOTATION)) and not _scraped(world, service.resource):
            message = f"`{ANNOTATION}` only writes prometheus.io annotations, and no PodMonitor here selects the pods"
            yield Breach(service.resource, ("metadata", "annotations", ANNOTATION), message)
        if service.mode == STANDARD and _on(service.annotations.get(AGGREGATION)):
            message = f"`{AGGREGATION}` aggregates the queue proxy's metrics, which only Knative mode has"
            fix = "remove it"
            yield Breach(service.resource, ("metadata", "annotations", AGGREGATION), message, fix)


def _scraped(world: World, service: Resource) -> bool:
    """Whether a PodMonitor, of whatever namespace, selects the labels that KServe gives to the pods."""
    labels = {"serving.kserve.io/inferenceservice": service.name, **service.labels}
    monitors = world.index.of_kind("PodMonitor")
    return any(selects(mapping(monitor.data, "spec", "selector"), labels) for monitor in monitors)


def _on(value: object) -> bool:
    return value is True or value == "true"


RULE = Rule(
    id="KSV035",
    title="The scraping annotation scrapes nothing",
    severity=Severity.INFO,
    why="Dashboards and autoscalers of the model stay empty. KServe copies the runtime's port and path "
    "into prometheus.io annotations and ships no PodMonitor; a Prometheus run by its operator never reads "
    "such annotations.",
    fix="add a PodMonitor that selects `serving.kserve.io/inferenceservice` and scrapes port 8002",
    sources=(
        "kserve/website#315",
        "kserve/kserve#3864",
        "kserve/kserve:pkg/webhook/admission/pod/metrics_aggregate_injector.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations:
    serving.kserve.io/deploymentMode: Standard
    serving.kserve.io/enable-prometheus-scraping: "true"
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations:
    serving.kserve.io/deploymentMode: Standard
    serving.kserve.io/enable-prometheus-scraping: "true"
spec: {predictor: {model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}}}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: kserve, namespace: prod}
spec:
  selector: {matchLabels: {serving.kserve.io/inferenceservice: resnet}}
  podMetricsEndpoints: [{targetPort: 8002}]
""",
)
