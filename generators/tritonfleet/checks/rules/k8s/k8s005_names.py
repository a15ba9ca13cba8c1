"""K8S005: names have the form that Kubernetes asks of their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, Workload, items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


@dataclass(frozen=True, slots=True, eq=False)
class _Form:
    """A form of names, and how to say what it asks for. Equal only to itself, so that hashing it costs nothing."""

    pattern: re.Pattern[str]
    meaning: str


_LABEL = _Form(
    re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"),
    "lower-case letters, digits and inner dashes, at most 63 characters",
)
_SERVICE = _Form(
    re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?"),
    "lower-case letters, digits and inner dashes, a letter first, at most 63 characters",
)
_SUBDOMAIN = _Form(
    re.compile(r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"),
    "lower-case letters, digits, inner dashes and dots, at most 253 characters",
)
_SEGMENT = _Form(re.compile(r"(?!\.{1,2}$)[^/%]+"), "text without / and %")
_PORT = _Form(
    re.compile(r"(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?"),
    "lower-case letters, digits and single inner dashes, at least one letter, at most 15 characters",
)
_KUSTOMIZE = "builtin"
"""The version of kustomize's own generators and transformers, which no API server sees."""
_BY_KIND = {
    "Namespace": _LABEL,
    "Service": _SERVICE,
    **dict.fromkeys(("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"), _SEGMENT),
}


def check(world: World) -> Verdicts:
    for resource in world.index.resources:
        if resource.api_version == _KUSTOMIZE:
            continue
        name = value(resource.data, "metadata", "name")
        form = _BY_KIND.get(resource.kind, _SUBDOMAIN)
        if _misfit(name, form):
            yield _breach(resource, ("metadata", "name"), name, form)
        if resource.namespace and _misfit(resource.namespace, _LABEL):
            yield _breach(resource, ("metadata", "namespace"), resource.namespace, _LABEL)
    for workload in world.index.workloads:
        for path, field, text, form in _inside(workload):
            if _misfit(text, form):
                yield _breach(workload.resource, (*path, *field), text, form)


def _inside(workload: Workload) -> Iterator[tuple[Path, Path, Any, _Form]]:
    """The names inside a pod template: of which part, in which field, the name, its form."""
    for path, container in workload.containers:
        yield path, ("name",), container.get("name"), _LABEL
        for number, port in items(container, "ports"):
            yield path, ("ports", number, "name"), port.get("name"), _PORT
    for number, volume in items(workload.spec, "volumes"):
        yield workload.path, ("spec", "volumes", number, "name"), volume.get("name"), _LABEL


def _misfit(text: Any, form: _Form) -> bool:
    return isinstance(text, str) and not _fits(text, form)


@lru_cache(maxsize=65536)
def _fits(text: str, form: _Form) -> bool:
    return form.pattern.fullmatch(text) is not None


def _breach(resource: Resource, path: Path, text: str, form: _Form) -> Breach:
    return Breach(resource, path, f"`{text}` is no valid name here: expected {form.meaning}")


RULE = Rule(
    id="K8S005",
    title="A name has a form that Kubernetes refuses",
    severity=Severity.ERROR,
    why="`kubectl apply` answers `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
    "characters`. Names become DNS names and label values; model names are directory names and often "
    "hold underscores or capitals.",
    fix="use lower-case letters, digits and dashes",
    sources=(
        "kubernetes/kubernetes:staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go",
        "kubernetes/kubernetes:pkg/apis/core/validation/validation.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: text_classifier, namespace: prod}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: text-classifier, namespace: prod}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: "system:Reader", namespace: prod}
rules: []
""",
)
