"""SEC027: no role reads the Secrets of every namespace."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.rights import bindings, grants
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_READING = frozenset({"get", "list", "watch", "*"})


def check(world: World) -> Verdicts:
    everywhere = world.derived(bindings)
    for grant in world.derived(grants):
        if grant.named or grant.role.kind != "ClusterRole" or "secrets" not in grant.resources:
            continue
        found = everywhere.get(("ClusterRole", grant.role.name), ())
        binding = next((b for b in found if b.kind == "ClusterRoleBinding"), None)
        if binding is not None and {"*", ""} & grant.groups and _READING & grant.verbs:
            message = f"{binding} lets its subjects read every Secret of the cluster"
            yield Breach(grant.role, (*grant.path, "resources"), message, related=(binding,))


RULE = Rule(
    id="SEC027",
    title="A role reads the Secrets of every namespace",
    severity=Severity.INFO,
    why="`list` hands out the content as `get` does. One pod that is taken over then has every credential of "
    "the cluster, those of its administrators included.",
    fix="use Roles in the namespaces concerned, or `resourceNames`",
    sources=("kubernetes/website:content/en/docs/concepts/security/rbac-good-practices.md",),
    check=check,
    fails="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: router}
rules: [{apiGroups: [""], resources: [pods, secrets], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: router}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: router}
subjects: [{kind: ServiceAccount, name: router, namespace: prod}]
""",
    passes="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: router}
rules: [{apiGroups: [""], resources: [pods, secrets], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: router, namespace: prod}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: router}
subjects: [{kind: ServiceAccount, name: router, namespace: prod}]
""",
)
