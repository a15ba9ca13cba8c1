"""Kustomize bases, components and overlays, derived from what the chart renders.

A base is the chart rendered with the service's own values. An overlay is the smallest patch from there to the
environment's render. An object that only some environments have is a component, so that they share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tritonfleet import yamlio
from tritonfleet.emit.jsonpatch import diff

Object = dict[str, Any]
Identity = tuple[str, str, str]
"""apiVersion, kind, name: what a patch targets."""

BASE, COMPONENTS, OVERLAYS = "kustomize/base", "kustomize/components", "kustomize/overlays"
CLUSTERS = "kustomize/clusters"
ANY_NAMESPACE = "triton"
"""What a base calls the namespace; every overlay gives its own."""


@dataclass
class Unit:
    """One service (or the platform) as rendered: for the base, and for each environment that has it."""

    name: str
    base: Sequence[Object]
    environments: Mapping[str, Sequence[Object]] = field(default_factory=dict)


def emit_unit(unit: Unit, namespaces: Mapping[str, str]) -> dict[str, str]:
    """The unit's base, components and overlays. ``namespaces`` is environment → namespace."""
    files = _base(unit) | _components(unit)
    for environment in unit.environments:
        overlay = _overlay(unit, environment, namespaces[environment])
        files[f"{OVERLAYS}/{environment}/{unit.name}/kustomization.yaml"] = yamlio.dump(overlay)
    return files


def emit_environments(members: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """One kustomization for each environment (environment → names of its units), to build it whole."""
    return {
        f"{OVERLAYS}/{environment}/kustomization.yaml": yamlio.dump(kustomization(resources=list(names)))
        for environment, names in members.items()
    }


def cluster_folder(cluster: str) -> str:
    """Where what a cluster needs once lies."""
    return f"{CLUSTERS}/{cluster}"


def emit_cluster(cluster: str, objects: Sequence[Object]) -> dict[str, str]:
    """What a cluster needs once, each object in its own namespace. It has no base: clusters share nothing of it."""
    folder = cluster_folder(cluster)
    return {
        f"{folder}/kustomization.yaml": yamlio.dump(kustomization(resources=["resources.yaml"])),
        f"{folder}/resources.yaml": yamlio.dump_all(objects),
    }


def kustomization(kind: str = "Kustomization", **fields: Any) -> Object:
    """A kustomization of the given fields, empty ones left out."""
    version = "v1alpha1" if kind == "Component" else "v1beta1"
    given = {key: value for key, value in fields.items() if value}
    return {"apiVersion": f"kustomize.config.k8s.io/{version}", "kind": kind, **given}


def without_namespace(obj: Object) -> Object:
    """The object without its namespace, which the overlay states once: Kustomize renames a Namespace too."""
    metadata = {key: value for key, value in obj["metadata"].items() if key != "namespace"}
    if obj["kind"] == "Namespace":
        metadata["name"] = ANY_NAMESPACE
    return {**obj, "metadata": metadata}


def identity(obj: Object) -> Identity:
    """What tells an object from the others of its namespace."""
    return obj["apiVersion"], obj["kind"], obj["metadata"]["name"]


def _base(unit: Unit) -> dict[str, str]:
    folder = f"{BASE}/{unit.name}"
    objects = [without_namespace(obj) for obj in unit.base]
    return {
        f"{folder}/kustomization.yaml": yamlio.dump(kustomization(resources=["resources.yaml"])),
        f"{folder}/resources.yaml": yamlio.dump_all(objects),
    }


def _extras(unit: Unit) -> dict[Identity, Object]:
    """Objects that some environment has and the base has not, as the first such environment has them."""
    known = {identity(without_namespace(obj)) for obj in unit.base}
    extras: dict[Identity, Object] = {}
    for objects in unit.environments.values():
        for obj in map(without_namespace, objects):
            if identity(obj) not in known:
                extras.setdefault(identity(obj), obj)
    return extras


def _component_name(unit: Unit, key: Identity) -> str:
    _, kind, name = key
    suffix = "" if name == unit.name else f"-{name.removeprefix(unit.name).strip('-')}"
    return f"{unit.name}-{kind.lower()}{suffix}"


def _components(unit: Unit) -> dict[str, str]:
    files = {}
    for key, obj in _extras(unit).items():
        folder = f"{COMPONENTS}/{_component_name(unit, key)}"
        resource = f"{obj['kind'].lower()}.yaml"
        files[f"{folder}/kustomization.yaml"] = yamlio.dump(kustomization("Component", resources=[resource]))
        files[f"{folder}/{resource}"] = yamlio.dump(obj)
    return files


def _overlay(unit: Unit, environment: str, namespace: str) -> Object:
    wanted = {identity(obj): obj for obj in map(without_namespace, unit.environments[environment])}
    extras = _extras(unit)
    start = {identity(obj): obj for obj in map(without_namespace, unit.base)}
    start |= {key: obj for key, obj in extras.items() if key in wanted}
    return kustomization(
        namespace=namespace,
        resources=[f"../../../base/{unit.name}"],
        components=[f"../../../components/{_component_name(unit, key)}" for key in extras if key in wanted],
        patches=list(_patches(start, wanted)),
    )


def _patches(start: Mapping[Identity, Object], wanted: Mapping[Identity, Object]) -> Iterator[Object]:
    for key, obj in start.items():
        if key not in wanted:
            gone = {"$patch": "delete", "apiVersion": key[0], "kind": key[1], "metadata": {"name": key[2]}}
            yield {"target": _target(key), "patch": yamlio.dump(gone)}
        elif operations := diff(obj, wanted[key]):
            yield {"target": _target(key), "patch": yamlio.dump(operations)}


def _target(key: Identity) -> Object:
    group, _, version = key[0].rpartition("/")
    return {**({"group": group} if group else {}), "version": version, "kind": key[1], "name": key[2]}
