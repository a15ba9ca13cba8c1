"""KSV017: an HPA that KServe makes has metrics of CPU and memory only."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.scaling import HPA, metrics, scaled_by
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_OF_KNATIVE = ("concurrency", "rps")


def check(world: World) -> Verdicts:
    for service, component in scaled_by(world, HPA):
        for path, metric in metrics(component):
            kind = metric.get("type")
            if kind in ("External", "PodMetric"):
                happens = "is refused" if component.autoscaler else "is dropped without a word"
                message = f"a metric of type {kind} {happens} under autoscaler class hpa"
                yield Breach(service.resource, (*path, "type"), message)
        scale_metric = component.spec.get("scaleMetric")
        if scale_metric in _OF_KNATIVE:
            message = (
                f"`scaleMetric` {scale_metric} is Knative's; in Standard mode the HPA gets no metric from it"
            )
            fix = "use cpu or memory, or autoscaler class keda with a Prometheus query"
            yield Breach(service.resource, (*component.path, "scaleMetric"), message, fix)


RULE = Rule(
    id="KSV017",
    title="KServe drops the metric that should scale the model",
    severity=Severity.ERROR,
    why="With autoscaler class hpa, which is the default, KServe writes only CPU and memory into the "
    "HorizontalPodAutoscaler. A query on Triton's queue is refused if the class is written down, and "
    "silently left out if it is not: the HPA then follows 80 % CPU, which a GPU model never reaches.",
    fix="set `serving.kserve.io/autoscalerClass: keda`",
    sources=(
        "kserve/kserve:pkg/controller/v1beta1/inferenceservice/reconcilers/hpa/hpa_reconciler.go",
        "kserve/kserve:pkg/apis/serving/v1beta1/inference_service_validation.go",
    ),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    maxReplicas: 4
    autoScaling:
      metrics:
        - type: External
          external:
            metric: {backend: prometheus, serverAddress: "http://prometheus.monitoring:9090", query: "sum(queue)"}
            target: {type: Value, value: "2"}
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: resnet
  namespace: prod
  annotations: {serving.kserve.io/deploymentMode: Standard, serving.kserve.io/autoscalerClass: keda}
spec:
  predictor:
    maxReplicas: 4
    autoScaling:
      metrics:
        - type: External
          external:
            metric: {backend: prometheus, serverAddress: "http://prometheus.monitoring:9090", query: "sum(queue)"}
            target: {type: Value, value: "2"}
    model: {modelFormat: {name: triton}, runtimeVersion: 26.07-py3, storageUri: "s3://models/resnet"}
""",
)
