"""Applications, ApplicationSets and projects of Argo CD, for the tests of the GitOps rules."""

from __future__ import annotations

SOURCE = 'repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main'


def application(
    more: str = "",
    *,
    name: str = "bert",
    namespace: str = "argocd",
    source: str = SOURCE,
    annotations: str = "",
) -> str:
    """An Application of project triton; ``more`` are further lines of its spec."""
    lines = "".join(f"  {line}\n" for line in more.splitlines())
    return f"""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: {namespace}, annotations: {{{annotations}}}}}
spec:
  project: triton
  source: {{{source}}}
  destination: {{name: gpu-1, namespace: prod}}
{lines}---
"""


def project(more: str = "") -> str:
    """The AppProject triton; ``more`` are further lines of its spec."""
    lines = "".join(f"  {line}\n" for line in more.splitlines())
    return f"""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {{name: triton, namespace: argocd}}
spec:
  sourceRepos: ["git@example.com:fleet.git"]
  destinations: [{{name: gpu-1, namespace: prod}}]
{lines}---
"""


def application_set(
    generators: str,
    *,
    name: str = "'{{ .name }}'",
    project: str = "triton",
    go: bool = True,
    policy: str = "preserveResourcesOnDeletion: true",
) -> str:
    """An ApplicationSet; ``generators`` are the entries of the list."""
    return f"""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: bert, namespace: argocd}}
spec:
  goTemplate: {str(go).lower()}
  goTemplateOptions: ["missingkey=error"]
  syncPolicy: {{{policy}}}
  generators: [{generators}]
  template:
    metadata: {{name: {name}}}
    spec:
      project: {project}
      source: {{{SOURCE}}}
      destination: {{name: gpu-1, namespace: prod}}
---
"""


def config_map(name: str, *, namespace: str = "prod", labels: str = "", annotations: str = "") -> str:
    return f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: {name}, namespace: {namespace}, labels: {{{labels}}}, annotations: {{{annotations}}}}}
data: {{a: b}}
---
"""
