"""GIT016: sync waves are whole numbers."""

from __future__ import annotations

import re

from tritonfleet.checks.argocd.annotated import annotated
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_KEYS = ("argocd.argoproj.io/sync-wave", "helm.sh/hook-weight")
_NUMBER = re.compile(r"[+-]?\d+")


def check(world: World) -> Verdicts:
    for key in _KEYS:
        for resource, path, text in world.derived(annotated).get(key, ()):
            if not _NUMBER.fullmatch(text) and "{{" not in text:
                yield Breach(resource, path, f"`{text}` is no whole number, and counts as 0")


RULE = Rule(
    id="GIT016",
    title="A sync wave is no whole number",
    severity=Severity.ERROR,
    why="The object goes with wave 0: Argo CD reads the wave as an integer, in text, and ignores what is "
    "none. What had to come first comes together with the rest.",
    fix='write a whole number in quotes, such as "-1"',
    sources=(
        "argoproj/argo-cd:gitops-engine/pkg/sync/syncwaves/waves.go",
        "argoproj/argo-cd:docs/user-guide/sync-waves.md",
    ),
    check=check,
    fails="""\
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: prod, annotations: {argocd.argoproj.io/sync-wave: first}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: load, image: "registry.example.com/load:1.2"}]}}}
""",
    passes="""\
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: prod, annotations: {argocd.argoproj.io/sync-wave: "-1"}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: load, image: "registry.example.com/load:1.2"}]}}}
""",
)
