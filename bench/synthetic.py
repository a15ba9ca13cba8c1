"""A fleet of any size, as a script might have written it: for measurements, never for tests of behaviour."""

from __future__ import annotations

from typing import Any

from tritonfleet import yamlio

BACKENDS = ("onnxruntime", "tensorrt", "pytorch")


def fleet(services: int) -> dict[str, Any]:
    """A fleet of so many services, each with one model, in three environments on two clusters."""
    names = [f"service-{number:04}" for number in range(services)]
    return {
        "apiVersion": "tritonfleet.dev/v1alpha1",
        "kind": "Fleet",
        "metadata": {"name": "synthetic"},
        "gitops": {"repoURL": "https://git.example.com/ml/fleet.git"},
        "models": {_model_name(name): _model(index) for index, name in enumerate(names)},
        "services": {name: _service(name, index) for index, name in enumerate(names)},
        "clusters": {"lab": _cluster("1.35", services), "main": _cluster("1.36", services)},
        "environments": {
            "dev": _environment("lab", {name: {"replicas": 1} for name in names}),
            "staging": _environment("lab", {name: _staging(name) for name in names}),
            "prod": _environment("main", {name: _prod(index) for index, name in enumerate(names)}),
        },
    }


def text(services: int) -> str:
    """The same as YAML."""
    return yamlio.dump(fleet(services))


def _model_name(service: str) -> str:
    return service.replace("-", "_")


def _model(index: int) -> dict[str, Any]:
    return {
        "backend": BACKENDS[index % 3],
        "maxBatchSize": 32,
        "inputs": {"input": {"dataType": "FP32", "dims": [3, 224, 224]}},
        "outputs": {"output": {"dataType": "FP32", "dims": [1000]}},
        "instanceGroups": {"gpu": {"kind": "GPU", "count": 1 + index % 2}},
        "dynamicBatching": {"preferredBatchSizes": [8, 16], "maxQueueDelay": "5ms"},
        "load": {"time": f"{20 + index % 40}s", "gpuMemory": "2Gi"},
    }


def _service(name: str, index: int) -> dict[str, Any]:
    return {
        "models": [_model_name(name)],
        "repository": {"s3": {"bucket": "example-models", "prefix": name, "region": "eu-central-1"}},
        "replicas": 2,
        "gpu": {"count": 1},
        "resources": {"requests": {"cpu": "4", "memory": "8Gi"}, "limits": {"memory": "12Gi"}},
        "clients": {"namespaces": ["web"]},
        "labels": {"team": f"team-{index % 20}"},
    }


def _staging(name: str) -> dict[str, Any]:
    return {"repository": {"s3": {"bucket": "example-models-staging"}}, "replicas": 1}


def _prod(index: int) -> dict[str, Any]:
    return {
        "replicas": 2 + index % 4,
        "resources": {"requests": {"cpu": "8", "memory": "16Gi"}, "limits": {"memory": "24Gi"}},
        "expose": {"httpRoute": {"hostnames": [f"service-{index}.example.com"]}},
    }


def _cluster(kubernetes: str, services: int) -> dict[str, Any]:
    gpu = {"product": "NVIDIA-A100-SXM4-80GB", "perNode": 8}
    pool = {"nodes": max(1, services), "taints": {"nvidia.com/gpu": {"value": "present"}}, "gpu": gpu}
    return {
        "kubernetes": kubernetes,
        "pools": {"a100": pool},
        "prometheus": {"namespace": "monitoring"},
        "gateway": {"name": "public", "namespace": "gateway-system"},
    }


def _environment(cluster: str, overrides: dict[str, Any]) -> dict[str, Any]:
    names = {"lab": "triton-lab", "main": "triton-main"}
    first = next(iter(overrides.values()))
    namespace = f"{names[cluster]}-{'dev' if first == {'replicas': 1} else 'live'}"
    return {"cluster": cluster, "namespace": namespace, "overrides": {"services": overrides}}
