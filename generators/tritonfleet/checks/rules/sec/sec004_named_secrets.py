"""SEC004: what is called a secret comes from a Secret."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.material import is_named_secret, may_be_secret, recognised
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.pods import (
    containers_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for container in world.derived(containers_with).get("env", ()):
        for number, variable in items(container.data, "env"):
            name, text = variable.get("name"), variable.get("value")
            if text and _is_secret(name, text):
                path = (*container.path, "env", number, "value")
                yield Breach(container.workload.resource, path, f"`{name}` is set in plain text")
    for held in world.index.of_kind("ConfigMap"):
        for key, text in mapping(held.data, "data").items():
            if text and _is_secret(key, text):
                yield Breach(held, ("data", key), f"`{key}` is in a ConfigMap", "move it into a Secret")


def _is_secret(name: Any, text: Any) -> bool:
    if not isinstance(name, str) or not isinstance(text, str) or not is_named_secret(name):
        return False
    return may_be_secret(text) and recognised(text) is None


RULE = Rule(
    id="SEC004",
    title="A password is set in plain text",
    severity=Severity.WARNING,
    why="It is in Git, in the Helm release and in `kubectl describe pod`, where more people look than may know "
    "it. A default that was to be changed is the one that everybody knows.",
    fix="put it into a Secret and name that by `valueFrom.secretKeyRef`",
    sources=(
        "vllm-project/production-stack#14",
        "stackrox/kube-linter:docs/generated/checks.md",
        "kubernetes/website:content/en/docs/concepts/security/secrets-good-practices.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: "tritonserver:26.07", env: [{name: REDIS_PASSWORD, value: correct-horse}]}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    env:
    - {name: REDIS_PASSWORD, valueFrom: {secretKeyRef: {name: redis, key: password}}}
    - {name: EOS_TOKEN, value: "end-of-text"}
    - {name: REDIS_PASSWORD_FILE, value: /run/secrets/redis}
""",
)
