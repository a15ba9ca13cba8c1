"""GIT004: no two Applications deploy the same thing to the same place, or share a name."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.argocd import sources
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    names: dict[str, Resource] = {}
    places: dict[str, Resource] = {}
    for application in world.index.of_kind("Application"):
        first = names.setdefault(application.name, application)
        if first.namespace != application.namespace:
            message = f"{first} has the same name"
            yield Breach(
                application, ("metadata", "name"), message, "rename one: tracking labels hold the name alone"
            )
        what = [source for _, source in sources(application)]
        place = _canonical([what, mapping(application.data, "spec", "destination")])
        owner = places.setdefault(place, application)
        if what and owner is not application and owner.ref != application.ref:
            yield Breach(application, ("spec",), f"{owner} deploys the same source to the same place")


def _canonical(data: Any) -> str:
    """The same text for the same data, in whatever order its keys stand and whatever they are."""
    if isinstance(data, dict):
        return "{" + ",".join(sorted(f"{key!r}:{_canonical(each)}" for key, each in data.items())) + "}"
    if isinstance(data, list):
        return "[" + ",".join(map(_canonical, data)) + "]"
    return repr(data)


RULE = Rule(
    id="GIT004",
    title="Two Argo CD Applications own the same objects",
    severity=Severity.ERROR,
    why="Both Applications have the condition SharedResourceWarning. Each takes the objects over from "
    "the other at every sync, and pruning in one deletes what the other made.",
    fix="keep one of them",
    sources=("argoproj/argo-cd:docs/user-guide/resource_tracking.md",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod}
  destination: {name: gpu-1, namespace: prod}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert-2, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod}
  destination: {name: gpu-1, namespace: prod}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod}
  destination: {name: gpu-1, namespace: prod}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert-staging, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/staging}
  destination: {name: gpu-1, namespace: staging}
""",
)
