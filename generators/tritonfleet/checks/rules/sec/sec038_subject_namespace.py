"""SEC038: an account that gets rights in the whole cluster is named with its namespace."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for binding in world.index.of_kind("ClusterRoleBinding"):
        for number, subject in items(binding.data, "subjects"):
            if subject.get("kind") == "ServiceAccount" and not subject.get("namespace"):
                message = f"ServiceAccount `{subject.get('name')}` is named without its namespace"
                yield Breach(binding, ("subjects", number), message)


RULE = Rule(
    id="SEC038",
    title="An account is named without its namespace",
    severity=Severity.ERROR,
    why="The API server refuses the binding: `subjects[0].namespace: Required value`.",
    fix="set `namespace` on the subject",
    sources=("kubernetes/kubernetes:pkg/apis/rbac/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: planner}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: planner}]
""",
    passes="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: planner}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: planner, namespace: prod}]
""",
)
