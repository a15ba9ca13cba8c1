"""SEC030: rights are given to somebody in particular."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_NOBODY = frozenset({"system:anonymous", "system:unauthenticated"})
_ANYBODY = "system:authenticated"
_BASIC = frozenset({"system:basic-user", "system:discovery", "system:public-info-viewer"})
_PUBLIC = frozenset(
    {"system:public-info-viewer", "system:service-account-issuer-discovery", "system:discovery"}
)


def check(world: World) -> Verdicts:
    for binding in world.index.of_kind("RoleBinding", "ClusterRoleBinding"):
        role = str(value(binding.data, "roleRef", "name"))
        for number, subject in items(binding.data, "subjects"):
            name, kind = str(subject.get("name")), subject.get("kind")
            path = ("subjects", number, "name")
            if kind == "ServiceAccount" and name == "default":
                message = (
                    f"`{role}` goes to the default account, as which every other pod of the namespace runs"
                )
                yield Breach(binding, path, message)
            elif name in _NOBODY and role not in _PUBLIC:
                fix = "bind a user, a group or an account"
                yield Breach(
                    binding, path, f"`{role}` goes to everybody, without a login", fix, Severity.ERROR
                )
            elif name == _ANYBODY and role not in _BASIC | _PUBLIC:
                yield Breach(
                    binding, path, f"`{role}` goes to everybody with a login, and to every pod's account"
                )


RULE = Rule(
    id="SEC030",
    title="Rights go to everybody",
    severity=Severity.WARNING,
    why="A pod that names no ServiceAccount runs as `default`, so each later pod of the namespace gets these "
    "rights unnoticed. Rights of system:anonymous belong to anyone who reaches the API server.",
    fix="make a ServiceAccount for the program and bind that",
    sources=(
        "kubernetes/website:content/en/docs/concepts/security/rbac-good-practices.md",
        "kubernetes/website:content/en/docs/reference/access-authn-authz/rbac.md",
    ),
    check=check,
    fails="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: router, namespace: prod}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: default, namespace: prod}]
""",
    passes="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: router, namespace: prod}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: router, namespace: prod}]
""",
)
