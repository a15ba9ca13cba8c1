"""GIT013: the waits between retries can be read."""

from __future__ import annotations

import re

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_DURATION = re.compile(r"\d+|(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+")


def check(world: World) -> Verdicts:
    for application in applications(world):
        backoff = mapping(application.spec, "syncPolicy", "retry", "backoff")
        for field in ("duration", "maxDuration"):
            given = backoff.get(field)
            if isinstance(given, str) and given and "{{" not in given and not _DURATION.fullmatch(given):
                path = (*application.path, "syncPolicy", "retry", "backoff", field)
                yield Breach(application.resource, path, f"`{given}` is no duration")


RULE = Rule(
    id="GIT013",
    title="Argo CD cannot read the wait between retries",
    severity=Severity.ERROR,
    why="The sync fails once and is not tried again: the operation ends with an error about a duration. "
    "Durations are Go's, such as 30s or 5m, or seconds without a unit.",
    fix="write durations such as 30s, 5m or 1h, the longest last",
    sources=("argoproj/argo-cd:pkg/apis/application/v1alpha1/types.go",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {retry: {limit: 5, backoff: {duration: 5 s, factor: 2, maxDuration: 3min}}}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {retry: {limit: 5, backoff: {duration: 5s, factor: 2, maxDuration: 3m}}}
""",
)
