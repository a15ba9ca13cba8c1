"""GIT018: hooks of Helm are ones that it knows."""

from __future__ import annotations

from tritonfleet.checks.argocd.annotated import annotated
from tritonfleet.checks.argocd.applications import gitops
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest

_HOOK = "helm.sh/hook"


def check(world: World) -> Verdicts:
    known = gitops()["helm"]["hooks"]
    for resource, path, text in world.derived(annotated).get(_HOOK, ()):
        for given in map(str.strip, text.split(",")):
            # Helm 2 had crd-install; charts that serve both carry it beside a crds/ folder.
            if given.lower() not in known and given != "crd-install" and "{{" not in given:
                yield Breach(resource, path, f"Helm has no hook `{given}`", suggest(given, known))


RULE = Rule(
    id="GIT018",
    title="Helm does not know the hook, and drops the object",
    severity=Severity.ERROR,
    why="The object is never created, and Helm says nothing unless it runs with --debug: an object with "
    "an unknown hook is neither a hook nor a part of the release.",
    fix="use one of Helm's hooks, such as pre-install, pre-upgrade or test",
    sources=("helm/helm:pkg/release/v1/util/manifest_sorter.go",),
    check=check,
    fails="""\
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: prod, annotations: {helm.sh/hook: pre-instal}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: load, image: "registry.example.com/load:1.2"}]}}}
""",
    passes="""\
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: prod, annotations: {helm.sh/hook: pre-install}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: load, image: "registry.example.com/load:1.2"}]}}}
""",
)
