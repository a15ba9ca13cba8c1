"""GIT039: custom resources name generated ConfigMaps and Secrets as Kustomize names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_HASHED = re.compile(r"(?P<base>.+)-[2456789bcdfghkmt]{10}")
_KINDS = ("ConfigMap", "Secret")


def check(world: World) -> Verdicts:
    hashed = _hashed(world)
    for resource in world.index.resources if hashed else ():
        if "." not in resource.group or resource.group.endswith("k8s.io"):
            continue
        for path, name in _names(resource.data):
            made = hashed.get((resource.namespace, name))
            if made is not None and not any(
                world.index.get(kind, resource.namespace, name) for kind in _KINDS
            ):
                message = f"there is no {made.kind} `{name}`, only {made.name}"
                yield Breach(resource, path, message, related=(made,))


def _hashed(world: World) -> Mapping[tuple[str, str], Resource]:
    """ConfigMaps and Secrets with a hash behind their names, by namespace and the name before it."""
    found: dict[tuple[str, str], Resource] = {}
    for resource in world.index.of_kind(*_KINDS):
        match = _HASHED.fullmatch(resource.name)
        if match:
            found[resource.namespace, match["base"]] = resource
    return found


def _names(data: Any) -> Iterator[tuple[Path, str]]:
    """Texts in fields whose names end in ``name``, below something that speaks of a ConfigMap, Secret or config."""
    pending: list[tuple[Path, Any, bool]] = [((), data.get("spec"), False)]
    while pending:
        path, found, about = pending.pop()
        if isinstance(found, dict):
            for key, each in found.items():
                text = str(key).lower()
                meant = about or "config" in text or "secret" in text
                if isinstance(each, str) and meant and text.endswith(("name", "configmap", "secret")):
                    yield ("spec", *path, str(key)), each
                pending.append(((*path, str(key)), each, meant))
        elif isinstance(found, list):
            pending.extend(((*path, number), each, about) for number, each in enumerate(found))


RULE = Rule(
    id="GIT039",
    title="A reference lacks the hash that Kustomize put behind the name",
    severity=Severity.ERROR,
    why="The custom resource waits for a ConfigMap or Secret that does not exist, while one with a hash "
    "behind its name does: Kustomize renames what it generates, and adapts references only in the fields "
    "that it knows, which are few in custom resources.",
    fix="teach Kustomize the field with a nameReference configuration, or set `disableNameSuffixHash`",
    sources=(
        "kubernetes-sigs/kustomize#4674",
        "kubernetes-sigs/kustomize#5306",
        "kubernetes-sigs/kustomize:api/hasher/hasher.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: prometheus-ca-7f8bkm9g24, namespace: prod}
data: {ca.crt: "-----BEGIN CERTIFICATE-----"}
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: prometheus, namespace: prod}
spec: {configMapTargetRef: [{parameter: ca, name: prometheus-ca, key: ca.crt}]}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: prometheus-ca-7f8bkm9g24, namespace: prod}
data: {ca.crt: "-----BEGIN CERTIFICATE-----"}
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: prometheus, namespace: prod}
spec: {configMapTargetRef: [{parameter: ca, name: prometheus-ca-7f8bkm9g24, key: ca.crt}]}
""",
)
