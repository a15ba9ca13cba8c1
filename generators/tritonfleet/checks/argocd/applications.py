"""Applications, those that an ApplicationSet makes included.

Source: argoproj/argo-cd:pkg/apis/application/v1alpha1/types.go and applicationset_types.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tritonfleet.checks.objects import Path, Resource, items, mapping, value
from tritonfleet.checks.world import World
from tritonfleet.paths import catalog_file

Sources = Iterator[tuple[Path, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Application:
    """An Application, or the template of an ApplicationSet (``generated``). ``path`` leads to its spec."""

    resource: Resource
    path: Path
    spec: Mapping[str, Any]
    metadata: Mapping[str, Any]
    generated: bool

    @property
    def automated(self) -> Mapping[str, Any] | None:
        """Its policy of automated sync; None when it has none, or one that is switched off."""
        policy = value(self.spec, "syncPolicy", "automated")
        return policy if isinstance(policy, dict) and policy.get("enabled") is not False else None

    @property
    def options(self) -> list[str]:
        """Its sync options."""
        found = value(self.spec, "syncPolicy", "syncOptions")
        return [option for option in found if isinstance(option, str)] if isinstance(found, list) else []

    def sources(self) -> Sources:
        """Its one source, or its several, with their paths in the object."""
        return _sources(self.path, self.spec)


def applications(world: World) -> list[Application]:
    """Every Application and every template of one."""
    return world.derived(_applications)


def _applications(world: World) -> list[Application]:
    found = []
    for resource in world.index.of_kind("Application", "ApplicationSet"):
        if resource.group != "argoproj.io":
            continue
        generated = resource.kind == "ApplicationSet"
        root: Path = ("spec", "template") if generated else ()
        spec = mapping(resource.data, *root, "spec")
        metadata = mapping(resource.data, *root, "metadata")
        found.append(Application(resource, (*root, "spec"), spec, metadata, generated))
    return found


def sources(application: Resource) -> Sources:
    """The one source of an Application's object, or its several."""
    return _sources(("spec",), mapping(application.data, "spec"))


def _sources(path: Path, spec: Mapping[str, Any]) -> Sources:
    if mapping(spec, "source"):
        yield (*path, "source"), mapping(spec, "source")
    for number, source in items(spec, "sources"):
        yield (*path, "sources", number), source


@cache
def gitops() -> Mapping[str, Any]:
    """What Argo CD, Helm and Kustomize know, from catalog/gitops.yaml; read once."""
    from tritonfleet import yamlio

    path = catalog_file("gitops.yaml")
    read: Mapping[str, Any] = yamlio.load(yamlio.read_text(path), str(path))
    return read
