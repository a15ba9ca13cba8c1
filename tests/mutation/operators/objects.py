"""Whole objects: their kind and version, their namespace, fields the API server does not know, copies."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from mutation.bases import Base, Object, identity
from mutation.changes import misspelt, repeated, swapped, to
from mutation.mistakes import At, Mutant, Operator, addition, mistake
from mutation.operators.names import WORKLOADS
from mutation.places import put

REMOVED = {
    "policy/v1": "policy/v1beta1",
    "autoscaling/v2": "autoscaling/v2beta2",
    "batch/v1": "batch/v1beta1",
    "apps/v1": "apps/v1beta2",
    "networking.k8s.io/v1": "networking.k8s.io/v1beta1",
    "rbac.authorization.k8s.io/v1": "rbac.authorization.k8s.io/v1beta1",
    "scheduling.k8s.io/v1": "scheduling.k8s.io/v1beta1",
    "resource.k8s.io/v1": "resource.k8s.io/v1alpha3",
}
"""apiVersion → one that Kubernetes has given up."""
SERVED = (
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "CronJob",
    "Ingress",
    "Deployment",
    "StatefulSet",
    "Role",
    "RoleBinding",
    "PriorityClass",
    "ResourceClaimTemplate",
    "DeviceClass",
    "NetworkPolicy",
)
FREE = frozenset(
    {
        "labels",
        "annotations",
        "matchLabels",
        "nodeSelector",
        "selector",
        "limits",
        "requests",
        "hard",
        "data",
        "stringData",
        "capacity",
        "allocatable",
        "metadata",
        "args",
        "max",
        "default",
        "defaultRequest",
        "elements",
        "plugins",
    }
)
"""Fields below which a person writes keys of their own."""
MISPLACED = ("livenessProbe", "lifecycle", "volumeMounts", "env")


def _misspelt_field(base: Base, random: Random) -> Iterator[Mutant]:
    for obj in base.objects:
        paths = [path for path in _fields(obj.get("spec"), ("spec",)) if len(path) > 1]
        if paths and obj["kind"] != "ClusterPolicy":
            *parent, field = random.choice(paths)
            new = misspelt(field, random)
            changed = _renamed(obj, tuple(parent), field, new)
            if changed != obj:
                what = f"{identity(obj)[0]} {identity(obj)[2]} {' '.join(map(str, parent))} {field} → {new}"
                yield Mutant(base, what, base.without(obj, changed), frozenset({identity(obj)}))


def _fields(data: Any, path: tuple[str | int, ...]) -> Iterator[tuple[Any, ...]]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        if isinstance(key, str):
            yield (*path, key)
        if key not in FREE:
            yield from _fields(value, (*path, key))


def _renamed(obj: Object, parent: tuple[str | int, ...], field: str, new: str) -> Any:
    holder: Any = obj
    for part in parent:
        holder = holder[part]
    return put(obj, parent, {new if key == field else key: value for key, value in holder.items()})


def _misplaced(base: Base, random: Random) -> Iterator[Mutant]:
    """A block of the container that ends up beside ``containers``: two blanks too few."""
    for obj in base.of_kinds(("Deployment", "StatefulSet", "Rollout")):
        spec = obj["spec"]["template"]["spec"]
        for field in MISPLACED:
            container = spec["containers"][0]
            if field in container:
                rest = {key: value for key, value in container.items() if key != field}
                new = {**spec, "containers": [rest, *spec["containers"][1:]], field: container[field]}
                changed = put(obj, ("spec", "template", "spec"), new)
                what = f"{identity(obj)[0]} {identity(obj)[2]} {field}"
                yield Mutant(base, what, base.without(obj, changed), frozenset({identity(obj)}))


OPERATORS = (
    mistake("use a removed API version", At(SERVED, "apiVersion"), swapped(REMOVED)),
    mistake("misspell a kind", At(("Deployment", "Service", "ConfigMap", "NetworkPolicy"), "kind"), misspelt),
    Operator("misspell a field", _misspelt_field),
    Operator("indent a block of the container wrongly", _misplaced),
    mistake("quote a number", At(WORKLOADS, "pod spec terminationGracePeriodSeconds"), to("60")),
    mistake("write a number for a text", At(WORKLOADS, "pod spec containers * env * value"), to(8000)),
    mistake("write a list for a mapping", At(("Service", "StatefulSet"), "spec selector"), to(["app"])),
    addition("copy an object and keep its name", ("Service", "ConfigMap", "Deployment"), lambda obj: obj),
    mistake("name two ports alike", At(("Service",), "spec ports"), repeated),
    mistake("declare a variable twice", At(WORKLOADS, "pod spec containers * env"), repeated),
    mistake("mount twice at one path", At(WORKLOADS, "pod spec containers * volumeMounts"), repeated),
    mistake("declare a volume twice", At(WORKLOADS, "pod spec volumes"), repeated),
    mistake(
        "put an object into another namespace",
        At(
            (
                "Service",
                "ServiceAccount",
                "ScaledObject",
                "HorizontalPodAutoscaler",
                "PodDisruptionBudget",
                "PersistentVolumeClaim",
                "TriggerAuthentication",
                "AnalysisTemplate",
                "ServingRuntime",
            ),
            "metadata namespace",
            bases=("written",),
        ),
        to("triton-staging-2"),
        (
            "Deployment",
            "StatefulSet",
            "Rollout",
            "ScaledObject",
            "InferenceService",
            "ServiceMonitor",
            "Ingress",
            "HTTPRoute",
            "GRPCRoute",
            "RoleBinding",
        ),
    ),
    mistake(
        "give a label an impossible value", At((), "metadata labels app.kubernetes.io/name"), to("a b/c")
    ),
    mistake("give an object an impossible name", At(("Service", "ConfigMap"), "metadata name"), to("Bert_1")),
    mistake("repeat a container's name", At(("Deployment", "Rollout"), "pod spec containers"), repeated),
    mistake(
        "keep an exported field",
        At(("Deployment", "Service"), "metadata"),
        lambda metadata, random: {**metadata, "resourceVersion": "12345", "uid": "3f0c"},
    ),
)
