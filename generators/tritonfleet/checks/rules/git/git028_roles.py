"""GIT028: policies of a project's roles are in Casbin's form and about the project."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PARTS = 6


def check(world: World) -> Verdicts:
    for project in world.index.of_kind("AppProject"):
        names: set[str] = set()
        for number, role in items(project.data, "spec", "roles"):
            name = str(role.get("name"))
            if name in names:
                path = ("spec", "roles", number, "name")
                yield Breach(project, path, f"there are two roles `{name}`", "merge them")
            names.add(name)
            policies = role.get("policies")
            for index, policy in enumerate(policies if isinstance(policies, list) else ()):
                wrong = _wrong(project, name, policy) if isinstance(policy, str) else ""
                if wrong:
                    yield Breach(project, ("spec", "roles", number, "policies", index), wrong)


def _wrong(project: Resource, role: str, policy: str) -> str:
    parts = [part.strip() for part in policy.split(",")]
    subject, target = f"proj:{project.name}:{role}", f"{project.name}/"
    if len(parts) != _PARTS or parts[0] != "p":
        return f"`{policy}` has {len(parts)} parts, expected {_PARTS} that begin with p"
    if parts[1] != subject:
        return f"`{parts[1]}` is not this role, `{subject}`"
    if not parts[4].startswith(target):
        return f"`{parts[4]}` is not of this project, `{target}*`"
    return "" if parts[5] in ("allow", "deny") else f"`{parts[5]}` is neither allow nor deny"


RULE = Rule(
    id="GIT028",
    title="A policy of the project is malformed",
    severity=Severity.ERROR,
    why="Argo CD refuses the whole project, or grants nothing: a policy is `p, proj:PROJECT:ROLE, "
    "RESOURCE, ACTION, PROJECT/OBJECT, allow`, and must name this project and this role.",
    fix="write p, proj:PROJECT:ROLE, applications, ACTION, PROJECT/*, allow",
    sources=(
        "argoproj/argo-cd:pkg/apis/application/v1alpha1/app_project_types.go",
        "argoproj/argo-cd:docs/user-guide/projects.md",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec:
  sourceRepos: ["git@example.com:fleet.git"]
  destinations: [{name: gpu-1, namespace: prod}]
  roles: [{name: sync, policies: ["p, proj:triton:sync, applications, sync, vision/*, allow"]}]
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec:
  sourceRepos: ["git@example.com:fleet.git"]
  destinations: [{name: gpu-1, namespace: prod}]
  roles: [{name: sync, policies: ["p, proj:triton:sync, applications, sync, triton/*, allow"]}]
""",
)
