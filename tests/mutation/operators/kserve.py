"""KServe's InferenceServices and runtimes."""

from __future__ import annotations

from mutation.changes import dropped, having, lacking, misspelt, text, to
from mutation.mistakes import At, addition, deletion, mistake

SERVICE = ("InferenceService",)
RUNTIME = ("ServingRuntime",)
MODEL = "spec predictor model"
ANNOTATIONS = "metadata annotations"

OPERATORS = (
    mistake("misspell a model format", At(SERVICE, f"{MODEL} modelFormat name"), misspelt),
    mistake("ask for a format's other version", At(SERVICE, f"{MODEL} modelFormat version"), to("3")),
    mistake("ask for a protocol that the runtime has not", At(SERVICE, f"{MODEL} protocolVersion"), to("v1")),
    mistake("misspell a runtime", At(SERVICE, f"{MODEL} runtime"), misspelt),
    mistake("misspell a storage scheme", At(SERVICE, f"{MODEL} storageUri"), text("^s3", "s4")),
    mistake("give a model two sources", At(SERVICE, MODEL), having(storage={"key": "s3", "path": "fraud"})),
    mistake("bound a predictor the wrong way round", At(SERVICE, "spec predictor minReplicas"), to(9)),
    mistake("scale by a metric that there is not", At(SERVICE, "spec predictor scaleMetric"), to("gpu")),
    mistake(
        "scale Kubernetes' way by concurrency", At(SERVICE, "spec predictor scaleMetric"), to("concurrency")
    ),
    mistake("aim at more than all", At(SERVICE, "spec predictor scaleTarget"), to(700)),
    mistake(
        "send a canary a share in Standard mode",
        At(SERVICE, "spec predictor"),
        having(canaryTrafficPercent=10),
    ),
    mistake(
        "misspell the deployment mode",
        At(SERVICE, f"{ANNOTATIONS} serving.kserve.io/deploymentMode"),
        misspelt,
    ),
    mistake(
        "leave the deployment mode open",
        At(SERVICE, f"{ANNOTATIONS} serving.kserve.io/deploymentMode"),
        dropped,
    ),
    mistake(
        "use the mode's old name",
        At(SERVICE, f"{ANNOTATIONS} serving.kserve.io/deploymentMode"),
        to("RawDeployment"),
    ),
    mistake("use ModelMesh", At(SERVICE, f"{ANNOTATIONS} serving.kserve.io/deploymentMode"), to("ModelMesh")),
    mistake(
        "misspell the autoscaler's class",
        At(SERVICE, f"{ANNOTATIONS} serving.kserve.io/autoscalerClass"),
        misspelt,
    ),
    mistake(
        "choose KEDA and give it nothing",
        At(SERVICE, f"{ANNOTATIONS} serving.kserve.io/autoscalerClass"),
        to("keda"),
    ),
    mistake("misspell a predictor's account", At(SERVICE, "spec predictor serviceAccountName"), misspelt),
    mistake(
        "request more than the runtime's limit", At(SERVICE, f"{MODEL} resources requests memory"), to("64Gi")
    ),
    mistake(
        "give an InferenceService too long a name", At(SERVICE, "metadata name"), to("fraud-" * 9 + "model")
    ),
    mistake(
        "use an API version that was removed", At(SERVICE, "apiVersion"), to("serving.kserve.io/v1alpha2")
    ),
    mistake(
        "define a predictor twice",
        At(SERVICE, "spec predictor"),
        having(triton={"storageUri": "s3://example-models/fraud"}),
    ),
    mistake("scale to zero by CPU", At(SERVICE, "spec predictor minReplicas"), to(0)),
    mistake("rename the runtime's container", At(RUNTIME, "spec containers * name"), to("triton")),
    mistake("support another format", At(RUNTIME, "spec supportedModelFormats * name"), misspelt, SERVICE),
    mistake("support another version", At(RUNTIME, "spec supportedModelFormats * version"), to("2"), SERVICE),
    mistake("support another protocol", At(RUNTIME, "spec protocolVersions"), to(["v1"]), SERVICE),
    mistake("disable the runtime", At(RUNTIME, "spec"), having(disabled=True), SERVICE),
    mistake(
        "rename the runtime's metrics port",
        At(RUNTIME, "spec containers * ports name=metrics name"),
        to("prom"),
        ("PodMonitor",),
    ),
    mistake(
        "run a Triton of 2023",
        At(RUNTIME, "spec containers * image"),
        text(r":.*", ":23.05-py3"),
        SERVICE,
        practice=True,
    ),
    mistake("drop the runtime's port", At(RUNTIME, "spec containers *"), lacking("ports"), ("PodMonitor",)),
    addition(
        "claim a format with one priority twice",
        RUNTIME,
        lambda obj: {**obj, "metadata": {**obj["metadata"], "name": "triton-25"}},
    ),
    addition(
        "scale KServe's Deployment by hand",
        SERVICE,
        lambda obj: {
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": {"name": "fraud", "namespace": "kserve-prod"},
            "spec": {
                "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "fraud-predictor"},
                "minReplicas": 2,
                "maxReplicas": 4,
                "metrics": [
                    {
                        "type": "Resource",
                        "resource": {
                            "name": "cpu",
                            "target": {"type": "Utilization", "averageUtilization": 70},
                        },
                    }
                ],
            },
        },
    ),
    deletion("delete a runtime", RUNTIME, SERVICE),
    mistake(
        "monitor a predictor under another name",
        At(("PodMonitor",), "spec selector matchLabels serving.kserve.io/inferenceservice"),
        misspelt,
    ),
)
