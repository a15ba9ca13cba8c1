"""GIT044: what a Flux object is made from exists."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.lookup import refers
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_GROUPS = ("helm.toolkit.fluxcd.io", "kustomize.toolkit.fluxcd.io")
_SOURCES = (("spec", "sourceRef"), ("spec", "chartRef"), ("spec", "chart", "spec", "sourceRef"))


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("HelmRelease", "Kustomization"):
        if resource.group not in _GROUPS:
            continue
        for path, kind, namespace in _references(resource):
            name = mapping(resource.data, *path).get("name")
            known = [found.name for found in world.index.of_kind(kind) if found.namespace == namespace]
            at = (*path, "name")
            yield from refers(world, resource, at, name, kinds=(kind,), namespace=namespace, known=known)


def _references(resource: Resource) -> Iterator[tuple[Path, str, str]]:
    places: list[tuple[Path, str]] = [(path, "") for path in _SOURCES]
    places += [
        (("spec", "dependsOn", n), resource.kind) for n, _ in items(resource.data, "spec", "dependsOn")
    ]
    for path, kind in places:
        reference = mapping(resource.data, *path)
        named = kind or reference.get("kind")
        if isinstance(named, str) and named:
            yield path, named, str(reference.get("namespace") or resource.namespace)


RULE = Rule(
    id="GIT044",
    title="The source of the Flux object does not exist",
    severity=Severity.ERROR,
    why="The HelmRelease or Kustomization stays not ready with `SourceNotReady` or `ArtifactFailed`; "
    "whatever depends on it waits too.",
    fix="name a source, or a dependency, that exists",
    sources=(
        "fluxcd/helm-controller:docs/spec/v2/helmreleases.md",
        "fluxcd/kustomize-controller:docs/spec/v1/kustomizations.md",
    ),
    check=check,
    needs=(needs.existing("HelmRepository"),),
    fails="""\
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: charts, namespace: flux-system}
spec: {url: "https://charts.example.com"}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: bert, namespace: flux-system}
spec:
  interval: 10m
  chart: {spec: {chart: triton, version: 1.4.2, sourceRef: {kind: HelmRepository, name: chart}}}
""",
    passes="""\
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: charts, namespace: flux-system}
spec: {url: "https://charts.example.com"}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: bert, namespace: flux-system}
spec:
  interval: 10m
  chart: {spec: {chart: triton, version: 1.4.2, sourceRef: {kind: HelmRepository, name: charts}}}
""",
)
