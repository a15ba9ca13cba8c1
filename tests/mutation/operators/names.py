"""Names on one side only: labels and selectors, ports, volumes, references."""

from __future__ import annotations

from collections.abc import Callable

from mutation.bases import Object
from mutation.changes import dropped, misspelt, plus, to
from mutation.mistakes import At, deletion, mistake

SERVING = ("Deployment", "StatefulSet", "Rollout")
WORKLOADS = (*SERVING, "CronJob")
SELECTING = ("Service", "PodDisruptionBudget", "NetworkPolicy", "PodMonitor", *WORKLOADS)
MONITORS = ("ServiceMonitor", "PodMonitor")


def named(*names: str) -> Callable[[Object], bool]:
    """Choose objects of the written tree by name."""
    return lambda obj: obj["metadata"]["name"] in names


NAMED_BY_MATCH_LABELS = "spec selector matchLabels *"

LABELS = (
    mistake(
        "misspell a label of the pods", At(SERVING, "pod metadata labels app.kubernetes.io/name"), misspelt
    ),
    mistake("misspell a workload's selector", At(WORKLOADS, NAMED_BY_MATCH_LABELS), misspelt),
    mistake("misspell a Service's selector", At(("Service",), "spec selector *"), misspelt),
    mistake(
        "drop a label that a monitor selects by",
        At(
            ("Service",),
            "metadata labels app.kubernetes.io/name",
            named("nlp-metrics", "speech-pods", "embed"),
            ("written",),
        ),
        dropped,
        MONITORS,
    ),
    mistake("misspell a monitor's selector", At(MONITORS, NAMED_BY_MATCH_LABELS), misspelt),
    mistake("misspell a budget's selector", At(("PodDisruptionBudget",), NAMED_BY_MATCH_LABELS), misspelt),
    mistake(
        "misspell a policy's selector", At(("NetworkPolicy",), "spec podSelector matchLabels *"), misspelt
    ),
    mistake(
        "misspell a spread constraint's selector",
        At(WORKLOADS, "pod spec topologySpreadConstraints * labelSelector matchLabels *"),
        misspelt,
    ),
)

PORTS = (
    mistake(
        "rename a container's port",
        At(WORKLOADS, "pod spec containers * ports * name", lambda obj: obj["metadata"]["name"] != "embed"),
        misspelt,
        SELECTING,
    ),
    mistake(
        "change a container's port number",
        At(WORKLOADS, "pod spec containers name=triton ports * containerPort"),
        plus(80),
        SELECTING,
    ),
    mistake("misspell a Service's target port", At(("Service",), "spec ports * targetPort"), misspelt),
    mistake("change a Service's target port", At(("Service",), "spec ports * targetPort"), to(9999)),
    mistake(
        "rename a Service's port",
        At(("Service",), "spec ports name=metrics name", bases=("written",)),
        to("prom"),
        ("ServiceMonitor", "Ingress"),
    ),
    mistake(
        "change the port of a Service that a route leads to",
        At(
            ("Service",),
            "spec ports name=http port",
            named("nlp", "vision", "vision-stable", "vision-canary"),
        ),
        plus(1),
        ("HTTPRoute", "Ingress"),
    ),
    mistake(
        "misspell a probe's port", At(WORKLOADS, "pod spec containers * startupProbe httpGet port"), misspelt
    ),
    mistake(
        "change a probe's port",
        At(
            WORKLOADS,
            "pod spec containers * livenessProbe httpGet port",
            lambda obj: obj["metadata"]["name"] != "embed",
        ),
        to(8080),
    ),
    mistake(
        "misspell a probe's path",
        At(WORKLOADS, "pod spec containers name=triton readinessProbe httpGet path"),
        misspelt,
    ),
)

REFERENCES = (
    mistake(
        "misspell a mount's volume", At(WORKLOADS, "pod spec containers * volumeMounts * name"), misspelt
    ),
    mistake("rename a volume", At(WORKLOADS, "pod spec volumes * name"), misspelt),
    mistake("misspell a mounted ConfigMap", At(WORKLOADS, "pod spec volumes * configMap name"), misspelt),
    mistake("misspell a mounted key", At(WORKLOADS, "pod spec volumes * configMap items * key"), misspelt),
    mistake("misspell a mounted Secret", At(WORKLOADS, "pod spec volumes * secret secretName"), misspelt),
    mistake(
        "misspell a mounted Secret's key", At(WORKLOADS, "pod spec volumes * secret items * key"), misspelt
    ),
    mistake(
        "misspell a variable's Secret",
        At(WORKLOADS, "pod spec containers * env * valueFrom secretKeyRef name"),
        misspelt,
    ),
    mistake(
        "misspell a variable's key", At(WORKLOADS, "pod spec containers * env * valueFrom * key"), misspelt
    ),
    mistake(
        "misspell a claim", At(WORKLOADS, "pod spec volumes * persistentVolumeClaim claimName"), misspelt
    ),
    mistake("misspell a storage class", At(("PersistentVolumeClaim",), "spec storageClassName"), misspelt),
    mistake("misspell a service account", At(WORKLOADS, "pod spec serviceAccountName"), misspelt),
    mistake("misspell a priority class", At(WORKLOADS, "pod spec priorityClassName"), misspelt),
    mistake("misspell a runtime class", At(WORKLOADS, "pod spec runtimeClassName"), misspelt),
    mistake("misspell a pull secret", At(WORKLOADS, "pod spec imagePullSecrets * name"), misspelt),
    mistake("misspell a StatefulSet's Service", At(("StatefulSet",), "spec serviceName"), misspelt),
    deletion("delete a ServiceAccount", ("ServiceAccount",), (*WORKLOADS, "RoleBinding")),
    deletion("delete a ConfigMap that pods use", ("ConfigMap",), WORKLOADS),
    deletion("delete a claim", ("PersistentVolumeClaim",), WORKLOADS),
    deletion("delete a Secret's source", ("ExternalSecret",), (*WORKLOADS, "TriggerAuthentication")),
)

OPERATORS = (*LABELS, *PORTS, *REFERENCES)
