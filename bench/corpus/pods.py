"""The servers and a client: what makes pods."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from bench.corpus.around import model_config
from bench.corpus.service import Object, Service

_RESTRICTED = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
_POD_RESTRICTED = {"runAsNonRoot": True, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}}


def deployment(of: Service) -> Object:
    """The servers, as many as the manifest says."""
    return of.object("apps/v1", "Deployment", spec={"replicas": of.replicas, **_deployment(of)})


def scaled_deployment(of: Service) -> Object:
    """The servers, as many as the autoscaler says, with their model's configuration from the ConfigMap."""
    spec = _deployment(of)
    pod = spec["template"]["spec"]
    pod["containers"][0]["volumeMounts"].append({"name": "config", "mountPath": f"/etc/triton/{of.model}"})
    pod["volumes"].append({"name": "config", "configMap": {"name": of.name}})
    content = sha256(str(model_config(of)["data"]).encode()).hexdigest()
    spec["template"]["metadata"]["annotations"] = {"checksum/config": content}
    return of.object("apps/v1", "Deployment", spec=spec)


def client_pod(of: Service) -> Object:
    """A pod that measures the service."""
    container = {
        "name": "perf-analyzer",
        "image": "nvcr.io/nvidia/tritonserver:26.07-py3-sdk",
        "command": ["perf_analyzer", "-m", of.model, "-u", f"{of.name}:8001", "-i", "grpc"],
        "resources": _resources(1, 1),
        "securityContext": _RESTRICTED,
    }
    return of.object("v1", "Pod", "client", spec={"restartPolicy": "Never", **_pod(container)})


def _deployment(of: Service) -> dict[str, Any]:
    return {
        "strategy": {"rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}},
        "selector": {"matchLabels": of.labels()},
        "template": {"metadata": {"labels": of.labels()}, "spec": _servers(of)},
    }


def _servers(of: Service) -> dict[str, Any]:
    return {
        "serviceAccountName": of.name,
        "terminationGracePeriodSeconds": 60,
        "topologySpreadConstraints": [_spread(of)],
        **_pod(_server(of)),
        "volumes": [{"name": "scratch", "emptyDir": {"sizeLimit": "10Gi"}}],
    }


def _server(of: Service) -> dict[str, Any]:
    resources = _resources(of.cpu, of.memory)
    for amounts in resources.values():
        amounts["nvidia.com/gpu"] = "1"
    return {
        "name": "triton",
        "image": "nvcr.io/nvidia/tritonserver:26.07-py3",
        "args": [
            "tritonserver",
            f"--model-repository=s3://example-models/{of.name}",
            "--exit-timeout-secs=30",
            "--grpc-max-connection-age=300000",
        ],
        "env": [{"name": "AWS_DEFAULT_REGION", "value": "eu-central-1"}, {"name": "HOME", "value": "/tmp"}],
        "ports": [
            {"name": "http", "containerPort": 8000},
            {"name": "grpc", "containerPort": 8001},
            {"name": "metrics", "containerPort": 8002},
        ],
        "startupProbe": _probe("live", period=10, failures=of.load_seconds // 5),
        "livenessProbe": _probe("live", period=10, failures=6),
        "readinessProbe": _probe("ready", period=5, failures=2),
        "lifecycle": {"preStop": {"sleep": {"seconds": 15}}},
        "resources": resources,
        "securityContext": _RESTRICTED,
        "volumeMounts": [{"name": "scratch", "mountPath": "/tmp"}],
    }


def _pod(container: dict[str, Any]) -> dict[str, Any]:
    return {
        "automountServiceAccountToken": False,
        "securityContext": _POD_RESTRICTED,
        "containers": [container],
    }


def _spread(of: Service) -> dict[str, Any]:
    return {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": of.labels()},
    }


def _probe(which: str, period: int, failures: int) -> dict[str, Any]:
    return {
        "httpGet": {"path": f"/v2/health/{which}", "port": "http"},
        "periodSeconds": period,
        "timeoutSeconds": 5,
        "failureThreshold": failures,
    }


def _resources(cpu: int, memory: int) -> dict[str, dict[str, str]]:
    """CPU in cores, memory in GiB."""
    return {"requests": {"cpu": str(cpu), "memory": f"{memory}Gi"}, "limits": {"memory": f"{memory}Gi"}}
