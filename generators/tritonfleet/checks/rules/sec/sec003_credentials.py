"""SEC003: no credential stands in plain text."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.material import SIGNS, recognised
from tritonfleet.checks.kube.texts import containing, line_of
from tritonfleet.checks.rule import Breach, Inside, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for resource, path, text in containing(world, SIGNS):
        found = recognised(text)
        if found is not None:
            kind, start = found
            inside = Inside(line_of(text, start)) if "\n" in text else None
            yield Breach(resource, path, f"this is {kind}", inside=inside)


RULE = Rule(
    id="SEC003",
    title="A credential stands in plain text",
    severity=Severity.ERROR,
    why="Everybody who can read the repository, the release or the object has it, and it stays in their history "
    "after it is removed here. Keys for model buckets and for NGC end this way most often.",
    fix="revoke it, put its successor into a Secret, and name that by `secretKeyRef`",
    sources=(
        "vllm-project/production-stack#14",
        "gitleaks/gitleaks:config/gitleaks.toml",
        "kubernetes/website:content/en/docs/concepts/security/secrets-good-practices.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    env: [{name: AWS_ACCESS_KEY_ID, value: AKIAIOSFODNN7EXAMPLE}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    env: [{name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: bucket, key: id}}}]
""",
)
