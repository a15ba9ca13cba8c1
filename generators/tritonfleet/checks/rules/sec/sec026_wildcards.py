"""SEC026: a role names what it allows."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.rights import grants
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for grant in world.derived(grants):
        everything = "*" in grant.resources and "*" in grant.verbs and not grant.named
        if everything and ({"*", ""} & grant.groups):
            where = "of every API group" if "*" in grant.groups else "of the core API group"
            yield Breach(grant.role, grant.path, f"everything may be done to every resource {where}")


RULE = Rule(
    id="SEC026",
    title="A role allows everything",
    severity=Severity.WARNING,
    why="Whoever gets into a pod with it owns the namespace or the cluster: it includes reading all Secrets and "
    "starting privileged pods. Kinds that are installed later are included too.",
    fix="list the resources and verbs that the program really uses",
    sources=("kubernetes/website:content/en/docs/concepts/security/rbac-good-practices.md",),
    check=check,
    fails="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: operator}
rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
""",
    passes="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: operator}
rules:
- {apiGroups: [keda.sh], resources: ["*"], verbs: ["*"]}
- {apiGroups: [apps], resources: [deployments], verbs: [get, list, watch]}
""",
)
