"""The ConfigMaps with a cluster's GPU configuration: values of charts/triton-platform.

NVIDIA's operator does not watch them: a change reaches the nodes when the name in the operator's values changes. So a
name carries the digest of the content, and both sides take it from here.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from tritonfleet.digests import digest
from tritonfleet.emit.gpu.device_plugin import DEFAULT, MPS_ROOT, device_plugin_configs
from tritonfleet.emit.gpu.groups import by_plugin, gpu_groups, is_configured
from tritonfleet.emit.gpu.mig_parted import mig_parted_configs
from tritonfleet.spec.cluster import Cluster

Values = dict[str, Any]

RELEASE = "tritonfleet"
"""What the objects beside NVIDIA's are called after."""

DIGITS = 10
"""Of the digest in a name."""

KEPT = {
    # Until the operator's values name the new one, its pods mount the old one.
    "argocd.argoproj.io/compare-options": "IgnoreExtraneous",
    "argocd.argoproj.io/sync-options": "Prune=false",
    "helm.sh/resource-policy": "keep",
    "kustomize.toolkit.fluxcd.io/prune": "disabled",
}
"""Annotations that keep a ConfigMap which is no longer generated."""


def config_map_name(kind: Literal["mig-parted", "device-plugin", "dcgm-counters"], configs: Values) -> str:
    """The name of the ConfigMap with these configurations; it differs exactly when their content does."""
    content = json.dumps(configs, sort_keys=True)
    return f"{RELEASE}-{kind}-{digest(content)[:DIGITS]}"


def plugin_config_values(cluster: Cluster) -> Values:
    """What both of NVIDIA's charts are told of the device plugin, at different places; empty where DRA has all GPUs."""
    configs = device_plugin_configs(cluster)
    if not configs:
        return {}
    config = {"name": config_map_name("device-plugin", configs), "default": DEFAULT}
    mps = any(group.gpu.mps for group in by_plugin(gpu_groups(cluster)))
    return {"config": config, **({"mps": {"root": MPS_ROOT}} if mps else {})}


def config_map_values(cluster: Cluster) -> Values:
    """Values of charts/triton-platform for the cluster's GPUs. The namespace is NVIDIA's: nothing else is touched."""
    return {
        "fullnameOverride": RELEASE,
        "namespaceOverride": cluster.gpu_stack.namespace,
        "networkPolicy": {"enabled": False},
        "gpu": _configuration(cluster) if gpu_groups(cluster) else {},
    }


def _configuration(cluster: Cluster) -> Values:
    """How GPUs are cut and shared; where the fleet does not say so, NVIDIA's defaults stay."""
    configured = is_configured(cluster)
    parted = mig_parted_configs(cluster) if configured else {}
    plugin = device_plugin_configs(cluster) if configured else {}
    gpu: Values = {"annotations": KEPT}
    if parted:
        gpu["migParted"] = {"name": config_map_name("mig-parted", parted), "configs": parted}
    if plugin:
        gpu["devicePlugin"] = {"name": config_map_name("device-plugin", plugin), "configs": plugin}
    return gpu
