"""GIT020: annotations of Argo CD are ones that it reads."""

from __future__ import annotations

from tritonfleet.checks.argocd.annotated import annotated
from tritonfleet.checks.argocd.applications import gitops
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest

_PREFIX = "argocd.argoproj.io/"


def check(world: World) -> Verdicts:
    known = gitops()["argocd"]["keys"]
    for key, places in world.derived(annotated).items():
        name = key.removeprefix(_PREFIX)
        if not key.startswith(_PREFIX) or name in known:
            continue
        hint = suggest(name, known)
        for resource, path, _ in places if hint.startswith("did you mean") else ():
            yield Breach(resource, path, f"Argo CD has no annotation `{name}`", hint)


RULE = Rule(
    id="GIT020",
    title="Argo CD reads no such annotation",
    severity=Severity.WARNING,
    why="The setting has no effect. Annotations are free text to Kubernetes, so a misspelt one is "
    "accepted everywhere.",
    fix="use an annotation of Argo CD's list",
    sources=("argoproj/argo-cd:docs/user-guide/annotations-and-labels.md",),
    check=check,
    fails="""\
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: prod, annotations: {argocd.argoproj.io/sync-option: Prune=false}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: load, image: "registry.example.com/load:1.2"}]}}}
""",
    passes="""\
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: prod, annotations: {argocd.argoproj.io/sync-options: Prune=false}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: load, image: "registry.example.com/load:1.2"}]}}}
""",
)
