"""GIT011: value files of another source are named by its ref."""

from __future__ import annotations

from tritonfleet.checks.argocd import Application, applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for application in applications(world):
        refs = {str(s["ref"]): path for path, s in application.sources() if isinstance(s.get("ref"), str)}
        yield from _files(application, set(refs))
        for path, source in application.sources():
            if source.get("ref") and source.get("chart"):
                message = f"the source with `ref` {source['ref']} is a chart"
                yield Breach(application.resource, (*path, "ref"), message, "refer to a Git repository")


def _files(application: Application, refs: set[str]) -> Verdicts:
    for path, source in application.sources():
        files = value(source, "helm", "valueFiles")
        for number, file in enumerate(files if isinstance(files, list) else ()):
            if not isinstance(file, str) or not file.startswith("$") or "{{" in file:
                continue
            ref = file[1:].split("/")[0]
            if ref not in refs and not ref.startswith("ARGOCD_"):
                message = f"no source has the `ref` {ref}"
                known = f"refs here: {', '.join(sorted(refs))}" if refs else ""
                yield Breach(application.resource, (*path, "helm", "valueFiles", number), message, known)


RULE = Rule(
    id="GIT011",
    title="A value file refers to a source that has no such ref",
    severity=Severity.ERROR,
    why="The Application cannot be compared: Argo CD finds no source referenced by the variable. "
    "`$name/...` works only at the start of a value file, in an Application with several sources, one of "
    "which has `ref: name` and no chart.",
    fix="add `ref` to the source that holds the value files",
    sources=("argoproj/argo-cd:docs/user-guide/multiple_sources.md",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  destination: {name: gpu-1, namespace: prod}
  sources:
    - repoURL: https://charts.example.com
      chart: triton
      targetRevision: 1.4.2
      helm: {valueFiles: [$values/prod/bert.yaml]}
    - {repoURL: "git@example.com:fleet.git", targetRevision: main, ref: fleet}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  destination: {name: gpu-1, namespace: prod}
  sources:
    - repoURL: https://charts.example.com
      chart: triton
      targetRevision: 1.4.2
      helm: {valueFiles: [$fleet/prod/bert.yaml]}
    - {repoURL: "git@example.com:fleet.git", targetRevision: main, ref: fleet}
""",
)
