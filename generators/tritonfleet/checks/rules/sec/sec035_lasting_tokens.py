"""SEC035: tokens of ServiceAccounts expire."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for secret in world.index.of_kind("Secret"):
        if secret.data.get("type") == "kubernetes.io/service-account-token":
            yield Breach(secret, ("type",), "the token in this Secret never expires")


RULE = Rule(
    id="SEC035",
    title="A token never expires",
    severity=Severity.WARNING,
    why="A copy of it works until somebody deletes the Secret. Pods get tokens that live for an hour without "
    "it.",
    fix="use the mounted token, or `kubectl create token` for people and pipelines",
    sources=("kubernetes/website:content/en/docs/concepts/configuration/secret.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Secret
metadata: {name: prometheus, namespace: prod, annotations: {kubernetes.io/service-account.name: prometheus}}
type: kubernetes.io/service-account-token
""",
    passes="""\
apiVersion: v1
kind: Secret
metadata: {name: prometheus, namespace: prod}
type: Opaque
""",
)
