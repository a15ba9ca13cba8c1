"""Pod Security "restricted", as kubernetes/kubernetes:staging/src/k8s.io/pod-security-admission checks it."""

from __future__ import annotations

from typing import Any

VOLUMES = {
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
}


def violations(pod: dict[str, Any]) -> list[str]:
    """What a Pod spec does that the restricted level forbids."""
    found = [key for key in ("hostNetwork", "hostPID", "hostIPC") if pod.get(key)]
    found += [f"volume {v['name']}" for v in pod.get("volumes", []) if not (v.keys() - {"name"}) <= VOLUMES]
    context = pod.get("securityContext", {})
    for container in [*pod["containers"], *pod.get("initContainers", [])]:
        found += [f"{container['name']}: {what}" for what in _container(container, context)]
    return found


def _container(container: dict[str, Any], pod_context: dict[str, Any]) -> list[str]:
    context = {**pod_context, **container.get("securityContext", {})}
    capabilities = context.get("capabilities", {})
    rules = {
        "privileged": not context.get("privileged", False),
        "allowPrivilegeEscalation": context.get("allowPrivilegeEscalation") is False,
        "runAsNonRoot": context.get("runAsNonRoot") is True,
        "runAsUser": context.get("runAsUser") != 0,
        "seccompProfile": context.get("seccompProfile", {}).get("type") in ("RuntimeDefault", "Localhost"),
        "capabilities.drop": "ALL" in capabilities.get("drop", []),
        "capabilities.add": set(capabilities.get("add", [])) <= {"NET_BIND_SERVICE"},
        "hostPort": not any("hostPort" in port for port in container.get("ports", [])),
    }
    return [rule for rule, obeyed in rules.items() if not obeyed]
