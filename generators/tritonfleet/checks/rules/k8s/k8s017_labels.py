"""K8S017: labels have the form that Kubernetes asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_NAME = re.compile(r"(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
_PREFIX = re.compile(r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_PATHS: tuple[Path, ...] = (
    ("metadata", "labels"),
    ("spec", "selector", "matchLabels"),
    ("spec", "podSelector", "matchLabels"),
)


def check(world: World) -> Verdicts:
    for resource in world.index.resources:
        for path in _PATHS:
            if labels := mapping(resource.data, *path):
                yield from _verdicts(resource, path, labels)
    for workload in world.index.workloads:
        if workload.path:
            labels = mapping(workload.template, "metadata", "labels")
            yield from _verdicts(workload.resource, (*workload.path, "metadata", "labels"), labels)


def _verdicts(resource: Resource, path: Path, labels: Mapping[str, Any]) -> Verdicts:
    for key, text in labels.items():
        if not (isinstance(text, str) and _is_value(text) and _is_key(str(key))):
            for message in _faults(str(key), text):
                yield Breach(resource, (*path, str(key)), message)


@lru_cache(maxsize=65536)
def _is_value(text: str) -> bool:
    return not text or _NAME.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _is_key(key: str) -> bool:
    prefix, slash, name = key.rpartition("/")
    return _NAME.fullmatch(name) is not None and (not slash or _PREFIX.fullmatch(prefix) is not None)


def _faults(key: str, text: Any) -> Iterator[str]:
    if not _is_key(key):
        yield f"`{key}` is no valid label key"
    if not isinstance(text, str):
        yield f"the value of label `{key}` must be text, got {text!r}"
    elif not _is_value(text):
        yield f"`{text}` is no valid label value"


RULE = Rule(
    id="K8S017",
    title="A label has a form that Kubernetes refuses",
    severity=Severity.ERROR,
    why="`kubectl apply` answers `a valid label must be an empty string or consist of alphanumeric "
    "characters`. Usual causes: a chart version with build metadata (+), an image tag with a digest, a "
    "name longer than 63 characters, an unquoted number.",
    fix="use letters, digits and inner - _ . only, at most 63 characters, in quotes when it looks like a "
    "number",
    sources=("kubernetes/kubernetes:staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert, namespace: prod, labels: {helm.sh/chart: triton-0.1.0+abc}}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert, namespace: prod, labels: {helm.sh/chart: triton-0.1.0_abc, empty: ""}}
""",
)
