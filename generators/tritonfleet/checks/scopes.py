"""Which kinds are in a namespace."""

from __future__ import annotations

NAMESPACED = (
    "AlertmanagerConfig", "AnalysisTemplate", "Canary", "Certificate", "ComputeDomain", "ConfigMap", "CronJob",
    "DaemonSet", "Deployment", "ExternalSecret", "GRPCRoute", "Gateway", "HTTPRoute", "HorizontalPodAutoscaler",
    "InferenceGraph", "InferenceService", "Ingress", "InterceptorRoute", "Issuer", "Job", "LeaderWorkerSet", "Lease",
    "LimitRange", "MetricTemplate", "NetworkPolicy", "PersistentVolumeClaim", "Pod", "PodDisruptionBudget",
    "PodMonitor", "PrometheusRule", "ReferenceGrant", "ReplicaSet", "ResourceClaim", "ResourceClaimTemplate",
    "ResourceQuota", "Role", "RoleBinding", "Rollout", "ScaledJob", "ScaledObject", "SealedSecret", "Secret", "Service",
    "ServiceAccount", "ServiceMonitor", "ServingRuntime", "StatefulSet", "TrainedModel", "TriggerAuthentication",
)  # fmt: skip
"""Kinds whose objects are in a namespace, whether they name it or not."""

OF_KUBERNETES = "kube-"
"""Namespaces of the cluster itself begin so: what lies there says nothing of where the rest goes."""
