"""SEC029: no program is an administrator of the cluster."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for binding in world.index.of_kind("ClusterRoleBinding"):
        if value(binding.data, "roleRef", "name") != "cluster-admin":
            continue
        accounts = [
            str(s.get("name"))
            for _, s in items(binding.data, "subjects")
            if s.get("kind") == "ServiceAccount"
        ]
        if accounts:
            message = f"ServiceAccount {listed(accounts)} may do anything in the cluster"
            yield Breach(binding, ("roleRef", "name"), message)


RULE = Rule(
    id="SEC029",
    title="A program is cluster administrator",
    severity=Severity.WARNING,
    why="Anybody who can start a pod in its namespace can run as that account, and so owns the cluster.",
    fix="bind a ClusterRole that lists what the program uses",
    sources=(
        "kubernetes/website:content/en/docs/concepts/security/rbac-good-practices.md",
        "stackrox/kube-linter:docs/generated/checks.md",
    ),
    check=check,
    fails="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: deployer}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: deployer, namespace: prod}]
""",
    passes="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: admins}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: Group, name: platform-team, apiGroup: rbac.authorization.k8s.io}]
""",
)
