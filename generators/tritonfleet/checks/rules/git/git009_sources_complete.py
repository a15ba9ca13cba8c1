"""GIT009: each source of an Application says what is in it."""

from __future__ import annotations

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for application in applications(world):
        several = bool(items(application.spec, "sources"))
        if several and mapping(application.spec, "source"):
            path = (*application.path, "source")
            yield Breach(
                application.resource, path, "`source` is not read beside `sources`", "remove `source`"
            )
        allowed = ("path", "chart", "ref") if several else ("path", "chart")
        for path, source in application.sources():
            if not source.get("repoURL"):
                yield Breach(application.resource, path, "the source has no `repoURL`")
            elif not any(source.get(field) for field in allowed):
                message = f"the source has none of {', '.join(f'`{field}`' for field in allowed)}"
                yield Breach(application.resource, path, message)
            elif source.get("chart") and not source.get("targetRevision"):
                message = f"chart {source['chart']} has no `targetRevision`"
                yield Breach(application.resource, path, message)
            elif source.get("chart") and source.get("path"):
                message = f"`path` is not read beside `chart: {source['chart']}`"
                fix = "remove `chart` for a folder of a Git repository, or `path` for a chart of a Helm repository"
                yield Breach(application.resource, (*path, "path"), message, fix, Severity.WARNING)


RULE = Rule(
    id="GIT009",
    title="An Argo CD source is incomplete",
    severity=Severity.ERROR,
    why="The Application stays Unknown with `InvalidSpecError`. A source needs a repository and a path, a "
    "chart, or a ref; a chart needs a version; and `source` beside `sources` is not read at all.",
    fix="give the source a `path` or a `chart`, and a chart a `targetRevision`",
    sources=(
        "argoproj/argo-cd:util/argo/argo.go",
        "argoproj/argo-cd:docs/user-guide/multiple_sources.md",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "https://charts.example.com", chart: triton}
  destination: {name: gpu-1, namespace: prod}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "https://charts.example.com", chart: triton, targetRevision: 1.4.2}
  destination: {name: gpu-1, namespace: prod}
""",
)
