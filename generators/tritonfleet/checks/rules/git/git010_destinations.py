"""GIT010: an Application goes to one cluster, and to a namespace."""

from __future__ import annotations

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for application in applications(world):
        destination = mapping(application.spec, "destination")
        path = (*application.path, "destination")
        name, server = destination.get("name"), destination.get("server")
        if not destination:
            continue
        if name and server:
            message = f"`name` {name} and `server` {server} are both set"
            yield Breach(application.resource, path, message, "keep one of them")
        elif not name and not server and not application.generated:
            yield Breach(application.resource, path, "the destination names no cluster")


RULE = Rule(
    id="GIT010",
    title="The destination of an Argo CD Application is unclear",
    severity=Severity.ERROR,
    why="The Application stays Unknown with `InvalidSpecError`: a destination has a cluster's name or its "
    "address, not both. Without a namespace, objects that do not name one themselves fail to sync.",
    fix="keep `name` or `server`, and add `namespace`",
    sources=(
        "argoproj/argo-cd:util/argo/argo.go",
        "argoproj/argo-cd:docs/operator-manual/applicationset/Template.md",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, server: "https://gpu-1.example.com", namespace: prod}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
""",
)
