"""GIT019: Helm knows when to delete a hook, and which resource to keep."""

from __future__ import annotations

from tritonfleet.checks.argocd.annotated import annotated
from tritonfleet.checks.argocd.applications import gitops
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest

_POLICY = "helm.sh/hook-delete-policy"
_KEEP = "helm.sh/resource-policy"


def check(world: World) -> Verdicts:
    known = gitops()["helm"]["hook_policies"]
    for resource, path, text in world.derived(annotated).get(_POLICY, ()):
        for given in map(str.strip, text.split(",")):
            if given.lower() not in known and "{{" not in given:
                yield Breach(resource, path, f"Helm has no delete policy `{given}`", suggest(given, known))
    for resource, path, text in world.derived(annotated).get(_KEEP, ()):
        if text.strip().lower() != "keep" and "{{" not in text:
            yield Breach(resource, path, f"Helm has no resource policy `{text}`", "write keep")


RULE = Rule(
    id="GIT019",
    title="Helm ignores the policy",
    severity=Severity.WARNING,
    why="The Job of the last release stays, and the next upgrade fails: the object exists already. Helm "
    "compares policies as text and ignores what it does not know, and a policy that is given at all "
    "replaces the default.",
    fix="use before-hook-creation, hook-succeeded or hook-failed; keep is the only resource policy",
    sources=(
        "helm/helm:pkg/release/v1/hook.go",
        "helm/helm:pkg/kube/resource_policy.go",
    ),
    check=check,
    fails="""\
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  namespace: prod
  annotations: {helm.sh/hook: pre-upgrade, helm.sh/hook-delete-policy: before-hook-create}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: load, image: "registry.example.com/load:1.2"}]}}}
""",
    passes="""\
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  namespace: prod
  annotations: {helm.sh/hook: pre-upgrade, helm.sh/hook-delete-policy: before-hook-creation}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: load, image: "registry.example.com/load:1.2"}]}}}
""",
)
