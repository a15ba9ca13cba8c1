"""SEC005: Secrets are not kept with the other manifests."""

from __future__ import annotations

import re
from base64 import b64decode

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.material import recognised
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_MADE_ELSEWHERE = ("kubernetes.io/service-account-token", "helm.sh/release.v1")
_FILES = (".yaml", ".yml", ".json", ".ini", ".conf", ".cfg", ".toml", ".properties")
_SECRET_FIELD = re.compile(
    r"(?:pass(?:word|wd)?|secret|token|key|credentials?|_url|webhook)[\"']?\s*[:=]\s*[\"']?[^\s\"'$]", re.I
)


def check(world: World) -> Verdicts:
    for secret in world.index.of_kind("Secret"):
        if secret.group or secret.data.get("type") in _MADE_ELSEWHERE:
            continue
        for field in ("data", "stringData"):
            texts = mapping(secret.data, field).items()
            filled = [key for key, text in texts if text and not _is_open(str(key), text, field == "data")]
            if filled:
                yield Breach(secret, (field,), f"the manifest holds the content of {listed(filled)}")
                break


def _is_open(key: str, text: object, encoded: bool) -> bool:
    """Whether it is a configuration file without anything to hide: some programs take theirs from a Secret."""
    if not key.endswith(_FILES) or not isinstance(text, str):
        return False
    try:
        plain = b64decode(text).decode() if encoded else text
    except ValueError:
        return False
    return not (_SECRET_FIELD.search(plain) or recognised(plain))


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
