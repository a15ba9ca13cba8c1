"""GIT008: sync options are ones that Argo CD knows."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.argocd.annotated import annotated
from tritonfleet.checks.argocd.applications import gitops
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest

ANNOTATION = "argocd.argoproj.io/sync-options"


def check(world: World) -> Verdicts:
    known = gitops()["argocd"]["options"]
    for resource, path, option in _options(world):
        name, _, given = option.partition("=")
        if "{{" in option or given in known.get(name, ()):
            continue
        if name in known:
            allowed = " or ".join(f"{name}={each}" for each in known[name])
            yield Breach(resource, path, f"`{option}` is no value of {name}", f"write {allowed}")
        else:
            yield Breach(resource, path, f"there is no sync option `{name}`", suggest(name, known))


def _options(world: World) -> Iterator[tuple[Resource, Path, str]]:
    for application in applications(world):
        found = value(application.spec, "syncPolicy", "syncOptions")
        for number, option in enumerate(found if isinstance(found, list) else ()):
            if isinstance(option, str):
                yield (
                    application.resource,
                    (*application.path, "syncPolicy", "syncOptions", number),
                    option.strip(),
                )
    for resource, path, text in world.derived(annotated).get(ANNOTATION, ()):
        for option in filter(None, map(str.strip, text.split(","))):
            yield resource, path, option


RULE = Rule(
    id="GIT008",
    title="Argo CD does not know the sync option",
    severity=Severity.ERROR,
    why="The option does nothing, and nobody says so: Argo CD compares options as text, the value "
    "included, and passes over the rest. `ServerSideApply` alone, without `=true`, is passed over too.",
    fix="use NAME=VALUE as in Argo CD's list of sync options",
    sources=(
        "argoproj/argo-cd:docs/user-guide/sync-options.md",
        "argoproj/argo-cd:gitops-engine/pkg/sync/common/types.go",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {syncOptions: [ServerSideApply, RespectIgnoreDiferences=true]}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {syncOptions: [ServerSideApply=true, RespectIgnoreDifferences=true]}
""",
)
