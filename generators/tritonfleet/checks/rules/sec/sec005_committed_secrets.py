"""SEC005: Secrets are not kept with the other manifests."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_MADE_ELSEWHERE = ("kubernetes.io/service-account-token", "helm.sh/release.v1")


def check(world: World) -> Verdicts:
    for secret in world.index.of_kind("Secret"):
        if secret.group or secret.data.get("type") in _MADE_ELSEWHERE:
            continue
        for field in ("data", "stringData"):
            filled = [key for key, text in mapping(secret.data, field).items() if text]
            if filled:
                yield Breach(secret, (field,), f"the manifest holds the content of {listed(filled)}")
                break


RULE = Rule(
    id="SEC005",
    title="A Secret's content is in the manifests",
    severity=Severity.INFO,
    why="base64 hides nothing: whoever reads the repository or the Helm release has it. Charts that draw a "
    "random password render another one each time, so a GitOps controller changes it at every sync.",
    fix="keep it in a vault by External Secrets, or encrypt it with SOPS or Sealed Secrets",
    sources=("kubernetes/website:content/en/docs/concepts/security/secrets-good-practices.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Secret
metadata: {name: bucket, namespace: prod}
stringData: {key: correct-horse-battery-staple}
""",
    passes="""\
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: bucket, namespace: prod}
spec: {secretStoreRef: {name: vault}, target: {name: bucket}}
---
apiVersion: v1
kind: Secret
metadata: {name: filled-later, namespace: prod}
data: {key: ""}
""",
)
