"""SEC036: a role names resources by the API group that has them."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.rights import Grant, grants
from tritonfleet.checks.kube.catalogue import catalogue
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    found = world.derived(grants)
    given = {
        (id(grant.role), group, resource)
        for grant in found
        for group in grant.groups
        for resource in grant.resources
    }
    for grant in found:
        if grant.urls or "*" in grant.groups or _may_be_other(grant):
            continue
        for resource in sorted(grant.resources):
            group = catalogue().group_of.get(resource.partition("/")[0])
            if group is not None and (id(grant.role), group, resource) not in given:
                there = ", ".join(sorted(f'"{g}"' for g in grant.groups)) or "none"
                message = f'`{resource}` is in API group "{group}", and the rule names {there}'
                yield Breach(grant.role, (*grant.path, "apiGroups"), message, f'add "{group}" to `apiGroups`')


def _may_be_other(grant: Grant) -> bool:
    """Whether a group of the rule may have a resource of that name too: only Kubernetes' own are known."""
    known = set(catalogue().group_of.values()) | {"extensions"}
    return not grant.groups <= known


RULE = Rule(
    id="SEC036",
    title="A role names the wrong API group",
    severity=Severity.ERROR,
    why="The rule is accepted and grants nothing, unless another rule of the role names the right group: the "
    "program logs `deployments.apps is forbidden: User … cannot list resource` although the role lists "
    "deployments.",
    fix="name the group that has the resource",
    sources=(
        "kubernetes/website:content/en/docs/reference/access-authn-authz/rbac.md",
        "kubernetes/kubernetes:api/discovery",
    ),
    check=check,
    fails="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: router, namespace: prod}
rules: [{apiGroups: [""], resources: [pods, deployments], verbs: [get, list]}]
""",
    passes="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: router, namespace: prod}
rules: [{apiGroups: ["", apps], resources: [pods, deployments, pods/log], verbs: [get, list]}]
""",
)
