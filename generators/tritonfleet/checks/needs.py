"""What a rule lacks when it cannot decide, said the same way by all of them, and how to give it."""

from __future__ import annotations

NODES = "the nodes with GPUs (--fleet with --env, or their Node objects)"
MONITOR_LABELS = (
    "the labels by which Prometheus selects monitors (--fleet with --env, or the Prometheus object)"
)
RULE_LABELS = "the labels by which Prometheus selects rules (--fleet with --env, or the Prometheus object)"
PROMETHEUS = "the address of Prometheus (--fleet with --env)"
GPU_NAMESPACE = "the namespace of the GPU operator or device plugin (--fleet with --env, or a ClusterPolicy)"
CHART = "the chart itself, to render it under two release names (check the chart's folder)"


def version(component: str) -> str:
    """The version of a component, by its name in ``Facts.versions``."""
    return f"the version of {component} (clusters.*.versions of --fleet)"


def schema(identity: str) -> str:
    """A schema of a custom resource, by its apiVersion and kind."""
    return f"a schema of {identity} (that operator's own tools know its fields)"


def existing(kind: str) -> str:
    """The names of the objects of a kind that exist outside the manifests."""
    return f"the names of each {kind} that exists outside the manifests (--fleet with --env)"
