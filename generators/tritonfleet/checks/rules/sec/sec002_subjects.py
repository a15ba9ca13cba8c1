"""SEC002: a role binding names ServiceAccounts that exist."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.world import World

_OF_KUBERNETES = "kube-"
"""Namespaces of this beginning hold accounts that Kubernetes and its distributions make."""


def check(world: World) -> Verdicts:
    ours = {account.namespace for account in world.index.of_kind("ServiceAccount")}
    for binding in world.index.of_kind("RoleBinding", "ClusterRoleBinding"):
        for number, subject in items(binding.data, "subjects"):
            if subject.get("kind") != "ServiceAccount" or subject.get("name") == "default":
                continue
            where = str(subject.get("namespace") or binding.namespace)
            if where.startswith(_OF_KUBERNETES) or (not where and binding.kind == "ClusterRoleBinding"):
                continue
            if where not in ours | {binding.namespace} and not world.facts.knows("ServiceAccount"):
                yield Undecided(needs.existing("ServiceAccount"))
                continue
            path = ("subjects", number, "name")
            yield from world.reference(binding, path, "ServiceAccount", subject.get("name"), namespace=where)


RULE = Rule(
    id="SEC002",
    title="The subject of a binding does not exist",
    severity=Severity.ERROR,
    why="The rights go to nobody; whoever later makes an account of that name inherits them.",
    fix="name a ServiceAccount that exists and its namespace, or list it among the external ones",
    sources=("kubernetes/kubernetes:staging/src/k8s.io/api/rbac/v1/types.go",),
    check=check,
    needs=(needs.existing("ServiceAccount"),),
    fails="""\
apiVersion: v1
kind: ServiceAccount
metadata: {name: bert-triton, namespace: prod}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: prod}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: bert, namespace: prod}]
""",
    passes="""\
apiVersion: v1
kind: ServiceAccount
metadata: {name: bert, namespace: prod}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: prod}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: bert, namespace: prod}]
""",
)
