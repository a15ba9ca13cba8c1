"""GIT045: a HelmRelease names a version."""

from __future__ import annotations

from tritonfleet.checks.argocd.versions import is_range
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for release in world.index.of_kind("HelmRelease"):
        chart = mapping(release.data, "spec", "chart", "spec")
        source = mapping(chart, "sourceRef").get("kind")
        # In a Git repository or a bucket, the source's own revision decides.
        if release.group != "helm.toolkit.fluxcd.io" or source != "HelmRepository":
            continue
        version = str(chart.get("version") or "")
        if not version or is_range(version):
            path = ("spec", "chart", "spec", "version")
            yield Breach(release, path, f"the version is {version or 'not given'}")


RULE = Rule(
    id="GIT045",
    title="Flux upgrades to whatever chart is newest",
    severity=Severity.WARNING,
    why="The service is upgraded when somebody publishes a chart, without a commit in your repository: a "
    "HelmRelease without a version, or with a range, follows the repository.",
    fix="name one version of the chart",
    sources=("fluxcd/helm-controller:docs/spec/v2/helmreleases.md",),
    check=check,
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
  chart: {spec: {chart: triton, sourceRef: {kind: HelmRepository, name: charts}}}
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
