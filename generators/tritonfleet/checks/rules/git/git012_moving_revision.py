"""GIT012: an Application says which revision it follows."""

from __future__ import annotations

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.argocd.versions import is_range
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for application in applications(world):
        for path, source in application.sources():
            revision = source.get("targetRevision")
            text = "" if revision is None else str(revision)
            at = (*path, "targetRevision")
            if source.get("chart"):
                if is_range(text) and "{{" not in text:
                    message = f"chart {source['chart']} follows the versions {text}"
                    yield Breach(application.resource, at, message, "name one version")
            elif text in ("", "HEAD") and source.get("repoURL"):
                message = f"the revision is {text or 'not given, so HEAD'}"
                yield Breach(application.resource, at, message, severity=Severity.INFO)


RULE = Rule(
    id="GIT012",
    title="The Application follows whatever is newest",
    severity=Severity.WARNING,
    why="A chart with a range of versions is upgraded when somebody publishes one, without a commit in "
    "your repository: nothing to review, nothing to roll back to. HEAD, or no revision, changes its "
    "meaning when the default branch is renamed.",
    fix="name a branch, a tag or a chart version",
    sources=("argoproj/argo-cd:docs/user-guide/tracking_strategies.md",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "https://charts.example.com", chart: triton, targetRevision: 1.*}
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
