"""What must agree with the servers: configuration, scaling, scraping, disruption, traffic."""

from __future__ import annotations

from typing import Any

from bench.corpus.service import Object, Service

_CONFIG = """\
name: "{model}"
backend: "onnxruntime"
max_batch_size: 32
input [
  {{
    name: "input"
    data_type: TYPE_FP32
    dims: [ 3, 224, 224 ]
  }}
]
output [
  {{
    name: "output"
    data_type: TYPE_FP32
    dims: [ 1000 ]
  }}
]
dynamic_batching {{
  preferred_batch_size: [ 8, 16 ]
  max_queue_delay_microseconds: 5000
}}
"""


def model_config(of: Service) -> Object:
    """The configuration of its model."""
    return of.object("v1", "ConfigMap", data={"config.pbtxt": _CONFIG.format(model=of.model)})


def metrics_service(of: Service) -> Object:
    """What Prometheus scrapes."""
    ports = [{"name": "metrics", "port": 8002, "targetPort": "metrics"}]
    return of.object("v1", "Service", "metrics", spec={"selector": of.labels(), "ports": ports})


def service_monitor(of: Service) -> Object:
    """Brings the servers' metrics into Prometheus."""
    endpoint = {"port": "metrics", "interval": "15s", "scrapeTimeout": "10s"}
    spec = {"selector": {"matchLabels": of.labels("metrics")}, "endpoints": [endpoint]}
    return of.object("monitoring.coreos.com/v1", "ServiceMonitor", spec=spec)


def scaled_object(of: Service) -> Object:
    """Scales the servers by the time that requests wait."""
    behavior = {"scaleDown": {"stabilizationWindowSeconds": 300 + of.load_seconds}}
    spec = {
        "scaleTargetRef": {"name": of.name},
        "minReplicaCount": of.replicas,
        "maxReplicaCount": of.replicas * 2,
        "fallback": {"failureThreshold": 3, "replicas": of.replicas},
        "advanced": {"horizontalPodAutoscalerConfig": {"behavior": behavior}},
        "triggers": [_waiting(of)],
    }
    return of.object("keda.sh/v1alpha1", "ScaledObject", spec=spec)


def _waiting(of: Service) -> dict[str, Any]:
    series = f'nv_inference_queue_duration_us{{namespace="{of.namespace}", service="{of.name}-metrics"}}'
    return {
        "type": "prometheus",
        "metadata": {
            "serverAddress": "http://prometheus.monitoring.svc:9090",
            "query": f"sum(rate({series}[2m])) / 1e6",
            "threshold": "4",
            "ignoreNullValues": "false",
        },
    }


def disruption_budget(of: Service) -> Object:
    """One server less at a time while nodes are drained."""
    spec = {
        "maxUnavailable": 1,
        "unhealthyPodEvictionPolicy": "AlwaysAllow",
        "selector": {"matchLabels": of.labels()},
    }
    return of.object("policy/v1", "PodDisruptionBudget", spec=spec)


def network_policy(of: Service) -> Object:
    """Requests from the namespace, scrapes from monitoring."""
    monitoring = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    ingress = [
        {"from": [{"podSelector": {}}], "ports": _ports(8000, 8001)},
        {"from": [monitoring], "ports": _ports(8002)},
    ]
    spec = {"podSelector": {"matchLabels": of.labels()}, "policyTypes": ["Ingress"], "ingress": ingress}
    return of.object("networking.k8s.io/v1", "NetworkPolicy", spec=spec)


def _ports(*ports: int) -> list[dict[str, Any]]:
    return [{"port": port, "protocol": "TCP"} for port in ports]
