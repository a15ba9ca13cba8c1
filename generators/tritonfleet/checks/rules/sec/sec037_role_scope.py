"""SEC037: a Role grants what lies in its namespace."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.rights import grants
from tritonfleet.checks.kube.catalogue import catalogue
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_OWN = frozenset({"namespaces"})
"""What a Role reaches although it is cluster-scoped: the namespace that the Role is in."""


def check(world: World) -> Verdicts:
    for grant in world.derived(grants):
        if grant.role.kind != "Role":
            continue
        if grant.urls:
            message = "a Role cannot grant addresses outside the API's resources"
            yield Breach(grant.role, (*grant.path, "nonResourceURLs"), message, severity=Severity.ERROR)
            continue
        beyond = sorted(grant.resources & catalogue().cluster_scoped - _OWN)
        if beyond and "*" not in grant.groups:
            message = f"{listed(beyond)} lie in no namespace, so a Role does not reach them"
            yield Breach(grant.role, (*grant.path, "resources"), message)


RULE = Rule(
    id="SEC037",
    title="A Role grants what lies in no namespace",
    severity=Severity.WARNING,
    why="The rule is accepted and has no effect: the program logs `nodes is forbidden: User … cannot list "
    'resource "nodes" at the cluster scope`.',
    fix="use a ClusterRole and a ClusterRoleBinding for these",
    sources=(
        "kubernetes/website:content/en/docs/reference/access-authn-authz/rbac.md",
        "kubernetes/kubernetes:pkg/apis/rbac/validation/validation.go",
    ),
    check=check,
    fails="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: planner, namespace: prod}
rules: [{apiGroups: [""], resources: [nodes], verbs: [list]}]
""",
    passes="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: planner}
rules: [{apiGroups: [""], resources: [nodes], verbs: [list]}]
""",
)
