"""SEC001: a role binding names a role that exists."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_BUILT_IN = frozenset({"cluster-admin", "admin", "edit", "view", "extension-apiserver-authentication-reader"})


def check(world: World) -> Verdicts:
    for binding in world.index.of_kind("RoleBinding", "ClusterRoleBinding"):
        role = mapping(binding.data, "roleRef")
        kind, name = str(role.get("kind")), role.get("name")
        if str(name) in _BUILT_IN or str(name).startswith("system:"):
            continue
        where = binding.namespace if kind == "Role" else ""
        yield from world.reference(binding, ("roleRef", "name"), kind, name, namespace=where)


RULE = Rule(
    id="SEC001",
    title="The role of a binding does not exist",
    severity=Severity.ERROR,
    why="Every call of the subjects is refused with 403: `forbidden: User "
    '"system:serviceaccount:prod:bert" cannot list resource`. A binding to a role that is not there is '
    "accepted and grants nothing.",
    fix="add the role, or list the ClusterRole among the external ones",
    sources=(
        "kubernetes/kubernetes:staging/src/k8s.io/api/rbac/v1/types.go",
        "kubernetes/kubernetes:plugin/pkg/auth/authorizer/rbac/bootstrappolicy/namespace_policy.go",
    ),
    check=check,
    needs=(needs.existing("ClusterRole"),),
    facts=Facts(external={"ClusterRole": ()}),
    fails="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: pod-reader, namespace: prod}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: prod}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
""",
    passes="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: prod}
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: prod}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
""",
)
