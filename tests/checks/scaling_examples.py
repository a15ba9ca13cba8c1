"""Manifests about scaling and rollouts, and what the rules say about them."""

from __future__ import annotations

from tritonfleet import checks, yamlio
from tritonfleet.checks import Facts

PROMETHEUS = "http://prometheus.monitoring.svc:9090"


def said(rule: str, text: str, facts: Facts | None = None) -> list[str]:
    """The findings of one rule as ``severity path: message``."""
    report = checks.run(yamlio.load_manifests(text, "f.yaml"), facts, select=[rule])
    return [f"{finding.severity} {finding.path}: {finding.message}" for finding in report.findings]


def needs(rule: str, text: str, facts: Facts | None = None) -> list[str]:
    """The facts that one rule asks for."""
    report = checks.run(yamlio.load_manifests(text, "f.yaml"), facts, select=[rule])
    return [skipped.needs for skipped in report.skipped]


def together(*documents: str) -> str:
    """Several objects in one stream."""
    return "---\n".join(documents)


def scaled(
    spec: str = "", *, target: str = "{name: bert}", annotations: str = "{}", namespace: str = "prod"
) -> str:
    """A ScaledObject with this in its spec, in flow style."""
    return (
        "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\n"
        f"metadata: {{name: bert, namespace: {namespace}, annotations: {annotations}}}\n"
        f"spec: {{scaleTargetRef: {target}{', ' + spec if spec else ''}}}\n"
    )


def asking(query: str, spec: str = "", metadata: str = "", trigger: str = "") -> str:
    """A ScaledObject with one prometheus trigger that asks this."""
    asked = f"serverAddress: '{PROMETHEUS}', query: '{query}', threshold: '4'{', ' + metadata if metadata else ''}"
    triggers = f"triggers: [{{type: prometheus, metadata: {{{asked}}}{', ' + trigger if trigger else ''}}}]"
    return scaled(f"{triggers}{', ' + spec if spec else ''}")


def deployment(spec: str = "", container: str = "", *, labels: str = "app: bert") -> str:
    """A Deployment of Triton with this in its spec and its container, in flow style."""
    image = "nvcr.io/nvidia/tritonserver:26.07-py3"
    inside = f"name: triton, image: '{image}'{', ' + container if container else ''}"
    return (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: bert, namespace: prod}\n"
        f"spec: {{selector: {{matchLabels: {{{labels}}}}}{', ' + spec if spec else ''}, "
        f"template: {{metadata: {{labels: {{{labels}}}}}, spec: {{containers: [{{{inside}}}]}}}}}}\n"
    )


def rollout(strategy: str, spec: str = "", container: str = "") -> str:
    """A Rollout of Triton with this strategy, in flow style."""
    inside = deployment(f"strategy: {{{strategy}}}{', ' + spec if spec else ''}", container)
    return inside.replace("apps/v1", "argoproj.io/v1alpha1").replace("kind: Deployment", "kind: Rollout")


def hpa(spec: str = "", target: str = "{apiVersion: apps/v1, kind: Deployment, name: bert}") -> str:
    """A HorizontalPodAutoscaler with this in its spec, in flow style."""
    return (
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"
        "metadata: {name: bert, namespace: prod}\n"
        f"spec: {{scaleTargetRef: {target}, maxReplicas: 8{', ' + spec if spec else ''}}}\n"
    )


ONE_GPU = "resources: {limits: {nvidia.com/gpu: 1}}"
