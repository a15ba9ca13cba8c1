"""Changes that are no mistakes: the same tree written otherwise, or changed on all sides at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import yaml

from mutation.bases import Base, Object
from tritonfleet import yamlio
from tritonfleet.checks import Facts
from tritonfleet.yamlio import Manifest

Variation = Callable[[Base], Sequence[Manifest]]
UNORDERED = frozenset(
    {"env", "ports", "volumes", "volumeMounts", "tolerations", "imagePullSecrets", "subjects"}
)
"""Lists whose order means nothing."""
ROOM_FOR_MORE = ("demo", "embed")
"""Services of whose GPUs more are free; the quotas of the example have room for one more pod only while it updates."""
SIDECAR: Object = {
    "name": "logs",
    "image": "docker.io/fluent/fluent-bit:4.1.0",
    "args": ["-c", "/etc/fluent-bit.conf"],
    "resources": {
        "requests": {"cpu": "100m", "memory": "64Mi"},
        "limits": {"memory": "128Mi"},
    },
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
        "capabilities": {"drop": ["ALL"]},
    },
}


def _manifests(objects: Sequence[Any]) -> list[Manifest]:
    return [Manifest(obj, "tree") for obj in objects]


def _by_text(base: Base, change: Callable[[str], str]) -> list[Manifest]:
    return _manifests(json.loads(change(json.dumps(base.objects))))


def reordered_objects(base: Base) -> Sequence[Manifest]:
    return _manifests(list(reversed(base.objects)))


def reordered_fields(base: Base) -> Sequence[Manifest]:
    return _manifests([_reordered(obj) for obj in base.objects])


def _reordered(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _reordered(value[name], name) for name in reversed(value)}
    if isinstance(value, list):
        return [_reordered(each) for each in (reversed(value) if key in UNORDERED else value)]
    return value


def unrelated_labels(base: Base) -> Sequence[Manifest]:
    return _manifests([_labelled(obj) for obj in base.objects])


def _labelled(obj: Object) -> Object:
    metadata = obj["metadata"]
    labels = {**metadata.get("labels", {}), "example.com/team": "ml"}
    annotations = {**metadata.get("annotations", {}), "example.com/owner": "ml-platform@example.com"}
    return {**obj, "metadata": {**metadata, "labels": labels, "annotations": annotations}}


def another_label_key(base: Base) -> Sequence[Manifest]:
    """The label that everything selects by gets another name, on all sides."""
    return _by_text(base, lambda text: text.replace("app.kubernetes.io/name", "example.com/app"))


def another_namespace(base: Base) -> Sequence[Manifest]:
    return _by_text(base, lambda text: text.replace("triton-", "inference-"))


def other_ports(base: Base) -> Sequence[Manifest]:
    """Triton listens elsewhere, and everything that leads to it does so too."""
    if base.name == "written":  # one server there has no flags for its ports
        return ()
    return _by_text(base, lambda text: text.replace("8000", "8010").replace("8002", "8012"))


def a_sidecar(base: Base) -> Sequence[Manifest]:
    return _manifests([_with_sidecar(obj) for obj in base.objects])


def _with_sidecar(obj: Object) -> Object:
    if obj["kind"] not in ("Deployment", "StatefulSet", "Rollout"):
        return obj
    template = obj["spec"]["template"]
    spec = {**template["spec"], "containers": [*template["spec"]["containers"], SIDECAR]}
    return {**obj, "spec": {**obj["spec"], "template": {**template, "spec": spec}}}


def one_more_replica(base: Base) -> Sequence[Manifest]:
    return _manifests([_grown(obj) for obj in base.objects])


def _grown(obj: Object) -> Object:
    spec = obj.get("spec", {})
    if obj["kind"] != "Deployment" or "replicas" not in spec or obj["metadata"]["name"] not in ROOM_FOR_MORE:
        return obj
    return {**obj, "spec": {**spec, "replicas": spec["replicas"] + 1}}


def as_json(base: Base) -> Sequence[Manifest]:
    return yamlio.load_manifests("\n".join(json.dumps(obj, indent=1) for obj in base.objects), "tree.json")


def as_a_list(base: Base) -> Sequence[Manifest]:
    return yamlio.load_manifests(
        yamlio.dump({"apiVersion": "v1", "kind": "List", "items": list(base.objects)}), "list.yaml"
    )


def in_flow_style(base: Base) -> Sequence[Manifest]:
    text = yaml.dump_all(base.objects, default_flow_style=True, width=4096, allow_unicode=True)
    return yamlio.load_manifests(text, "flow.yaml")


def in_many_files(base: Base) -> Sequence[Manifest]:
    return yamlio.load_streams([(yamlio.dump(obj), f"{n}.yaml") for n, obj in enumerate(base.objects)])


def facts_for(variation: Variation, base: Base) -> Facts:
    """What is known about the cluster of the changed tree."""
    if variation is not another_namespace:
        return base.facts
    external = {
        kind: [name.replace("triton-", "inference-") for name in names]
        for kind, names in base.facts.external.items()
    }
    return replace(base.facts, external=external)


VARIATIONS: tuple[Variation, ...] = (
    reordered_objects, reordered_fields, unrelated_labels, another_label_key, another_namespace, other_ports,
    a_sidecar, one_more_replica, as_json, as_a_list, in_flow_style, in_many_files,
)  # fmt: skip
