"""Pods: probes, shutdown, images, resources, hardening."""

from __future__ import annotations

from mutation.changes import appended, dropped, having, lacking, misspelt, text, times, to
from mutation.mistakes import At, mistake
from mutation.operators.names import WORKLOADS, named

CONTAINER = "pod spec containers *"
TRITON = "pod spec containers name=triton"

PROBES = (
    mistake("drop the startup probe", At(WORKLOADS, f"{TRITON} startupProbe"), dropped),
    mistake("drop the readiness probe", At(WORKLOADS, f"{TRITON} readinessProbe"), dropped),
    mistake(
        "probe liveness by readiness",
        At(WORKLOADS, f"{TRITON} livenessProbe httpGet path"),
        to("/v2/health/ready"),
    ),
    mistake(
        "probe readiness by liveness",
        At(WORKLOADS, f"{TRITON} readinessProbe httpGet path"),
        to("/v2/health/live"),
    ),
    mistake("probe over TLS", At(WORKLOADS, f"{TRITON} livenessProbe httpGet"), having(scheme="HTTPS")),
    mistake(
        "let liveness succeed twice", At(WORKLOADS, f"{TRITON} livenessProbe"), having(successThreshold=2)
    ),
    mistake(
        "give a probe two handlers",
        At(WORKLOADS, f"{TRITON} readinessProbe"),
        having(tcpSocket={"port": 8000}),
    ),
)

SHUTDOWN = (
    mistake("drop the preStop hook", At(WORKLOADS, f"{TRITON} lifecycle"), dropped),
    mistake("shrink the grace period", At(WORKLOADS, "pod spec terminationGracePeriodSeconds"), to(20)),
    mistake("kill pods at once", At(WORKLOADS, "pod spec terminationGracePeriodSeconds"), to(0)),
    mistake(
        "wait longer before the end than there is time",
        At(WORKLOADS, f"{TRITON} lifecycle preStop sleep seconds"),
        times(20),
    ),
)

IMAGES = (
    mistake("run the latest image", At(WORKLOADS, f"{CONTAINER} image"), text(r":[^:]+$", ":latest")),
    mistake("leave the tag out", At(WORKLOADS, f"{CONTAINER} image"), text(r":[^:]+$", "")),
    mistake("break the image's name", At(WORKLOADS, f"{CONTAINER} image"), text(r":", "::")),
    mistake("never pull", At(WORKLOADS, f"{CONTAINER} imagePullPolicy"), to("Never")),
)

RESOURCES = (
    mistake(
        "forget the unit of memory", At(WORKLOADS, f"{CONTAINER} resources limits memory"), text(r"Gi$", "")
    ),
    mistake(
        "misspell the unit of memory",
        At(WORKLOADS, f"{CONTAINER} resources limits memory"),
        text(r"Gi$", "GB"),
    ),
    mistake(
        "write milli for mega",
        At(WORKLOADS, f"{CONTAINER} resources limits memory"),
        text(r"\d+Gi$", "8000m"),
    ),
    mistake(
        "request more than the limit", At(WORKLOADS, f"{CONTAINER} resources requests memory"), to("96Gi")
    ),
    mistake("take CPUs for milli-CPUs", At(WORKLOADS, f"{CONTAINER} resources requests cpu"), to("4000")),
    mistake(
        "drop all resources",
        At(("Deployment",), f"{TRITON} resources", bases=("staging", "dev")),
        dropped,
        practice=True,
    ),
    mistake(
        "keep the scratch volume out of ephemeral storage",
        At(WORKLOADS, "pod spec volumes name=scratch emptyDir sizeLimit", named("nlp"), ("written",)),
        to("500Gi"),
    ),
    mistake(
        "mount the scratch volume read-only",
        At(("Deployment", "Rollout"), f"{TRITON} volumeMounts name=scratch"),
        having(readOnly=True),
    ),
    mistake("forget the scratch volume", At(WORKLOADS, f"{TRITON} volumeMounts name=scratch"), dropped),
    mistake("forget to mount shared memory", At(WORKLOADS, f"{TRITON} volumeMounts name=shm"), dropped),
    mistake("shrink a quota", At(("ResourceQuota",), "spec hard pods"), to("2")),
)

HARDENING = (
    mistake(
        "make a container privileged", At(WORKLOADS, f"{CONTAINER} securityContext"), having(privileged=True)
    ),
    mistake("run as root", At(WORKLOADS, "pod spec securityContext runAsUser"), to(0)),
    mistake(
        "allow to run as root",
        At(WORKLOADS, "pod spec securityContext", bases=("written",)),
        lacking("runAsNonRoot"),
    ),
    mistake(
        "allow to gain rights",
        At(WORKLOADS, f"{CONTAINER} securityContext"),
        lacking("allowPrivilegeEscalation"),
    ),
    mistake("keep the capabilities", At(WORKLOADS, f"{CONTAINER} securityContext"), lacking("capabilities")),
    mistake(
        "add a capability",
        At(WORKLOADS, f"{CONTAINER} securityContext capabilities"),
        having(add=["SYS_ADMIN"]),
    ),
    mistake("drop the seccomp profile", At(WORKLOADS, "pod spec securityContext seccompProfile"), dropped),
    mistake("share the node's network", At(WORKLOADS, "pod spec"), having(hostNetwork=True)),
    mistake("share the node's processes", At(WORKLOADS, "pod spec"), having(hostPID=True)),
    mistake(
        "mount the node's files",
        At(WORKLOADS, "pod spec volumes"),
        appended({"name": "host", "hostPath": {"path": "/"}}),
    ),
    mistake(
        "mount the Docker socket",
        At(WORKLOADS, "pod spec volumes"),
        appended({"name": "docker", "hostPath": {"path": "/var/run/docker.sock"}}),
    ),
    mistake(
        "write a key in plain text",
        At(WORKLOADS, f"{TRITON} env"),
        appended({"name": "AWS_SECRET_ACCESS_KEY", "value": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzx0Pq7LmWd"}),
    ),
    mistake(
        "write a password in plain text",
        At(WORKLOADS, f"{TRITON} env"),
        appended({"name": "DB_PASSWORD", "value": "s3cr3t-tr1ton"}),
    ),
    mistake("take a port of the node", At(WORKLOADS, f"{TRITON} ports name=http"), having(hostPort=8000)),
    mistake(
        "hide that a variable is not set", At(WORKLOADS, f"{TRITON} args"), appended("--log-file=$(LOG_FILE)")
    ),
    mistake("misspell a restart policy", At(("CronJob",), "pod spec restartPolicy"), to("Always")),
    mistake("misspell a schedule", At(("CronJob",), "spec schedule"), to("0 3 * *")),
    mistake("misspell a toleration's operator", At(WORKLOADS, "pod spec tolerations * operator"), misspelt),
)

OPERATORS = (*PROBES, *SHUTDOWN, *IMAGES, *RESOURCES, *HARDENING)
