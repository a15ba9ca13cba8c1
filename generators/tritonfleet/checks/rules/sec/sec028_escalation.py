"""SEC028: no role can give itself more rights."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.rights import Grant, grants
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_VERBS = frozenset({"escalate", "bind", "impersonate"})
_RESOURCES = {"nodes/proxy": {"get", "create", "*"}, "serviceaccounts/token": {"create", "*"}}


def check(world: World) -> Verdicts:
    for grant in world.derived(grants):
        for way in _ways(grant):
            yield Breach(grant.role, grant.path, f"{way} leads to rights that the role does not list")


def _ways(grant: Grant) -> Iterator[str]:
    verbs = sorted(_VERBS & grant.verbs)
    if verbs and not grant.named:
        yield f"verb {listed(verbs)}"
    for resource, dangerous in _RESOURCES.items():
        if resource in grant.resources and dangerous & grant.verbs and not grant.named:
            yield f"`{resource}`"


RULE = Rule(
    id="SEC028",
    title="A role can reach more rights than it lists",
    severity=Severity.WARNING,
    why="`escalate` and `bind` hand out any role, `impersonate` acts as anybody, `nodes/proxy` runs commands in "
    "any pod past the API server's audit, and `serviceaccounts/token` makes tokens of other accounts.",
    fix="drop it, or bound it by `resourceNames`",
    sources=("kubernetes/website:content/en/docs/concepts/security/rbac-good-practices.md",),
    check=check,
    fails="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: scraper}
rules: [{apiGroups: [""], resources: [nodes/proxy], verbs: [get]}]
""",
    passes="""\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: scraper}
rules: [{apiGroups: [""], resources: [nodes/metrics], verbs: [get]}]
""",
)
