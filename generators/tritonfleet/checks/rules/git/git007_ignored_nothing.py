"""GIT007: each entry of `ignoreDifferences` can match something."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_WAYS = ("jsonPointers", "jqPathExpressions", "managedFieldsManagers")


def check(world: World) -> Verdicts:
    for application in applications(world):
        for number, entry in items(application.spec, "ignoreDifferences"):
            path = (*application.path, "ignoreDifferences", number)
            yield from _group(world, application.resource, path, entry)
            yield from _fields(application.resource, path, entry)


def _group(world: World, resource: Resource, path: Path, entry: Mapping[str, Any]) -> Verdicts:
    kind, group = entry.get("kind"), entry.get("group", "")
    groups = _groups(world.kubernetes).get(kind) if isinstance(kind, str) else None
    if not groups or not isinstance(group, str) or group in groups or not _of_kubernetes(group):
        return
    right = sorted(groups)[0]
    message = (
        f"there is no {kind} in group `{group}`"
        if group
        else f"{kind} has no `group`, and is not in the core group"
    )
    mend = Mend("set", (*path, "group"), right) if len(groups) == 1 else None
    yield Breach(
        resource, (*path, "group"), message, f"set `group` to {' or '.join(sorted(groups))}", mend=mend
    )


def _fields(resource: Resource, path: Path, entry: Mapping[str, Any]) -> Verdicts:
    if not any(entry.get(way) for way in _WAYS):
        yield Breach(resource, path, f"the entry for {entry.get('kind')} names no field")
    for way, start in (("jsonPointers", "/"), ("jqPathExpressions", ".")):
        given = entry.get(way)
        for number, field in enumerate(given if isinstance(given, list) else ()):
            if not isinstance(field, str) or field.startswith(start):
                continue
            # A jq expression may begin with a function or a bracket; only a pointer in its place is certain.
            if way == "jsonPointers" or field.startswith("/"):
                message = f"`{field}` does not begin with `{start}`"
                yield Breach(resource, (*path, way, number), message)


@cache
def _groups(kubernetes: str) -> Mapping[str, frozenset[str]]:
    """The API groups of each kind that Kubernetes itself has; kinds of others may be in several."""
    from tritonfleet.render import schemas

    found: dict[str, frozenset[str]] = {}
    for api_version, kind in schemas.kinds(kubernetes):
        group = api_version.rpartition("/")[0]
        found[kind] = found.get(kind, frozenset()) | {group}
    return {kind: groups for kind, groups in found.items() if all(map(_of_kubernetes, groups))}


def _of_kubernetes(group: str) -> bool:
    """Whether a group is Kubernetes' own; others may have kinds of the same name, as Knative has a Service."""
    return "*" not in group and ("." not in group or group.endswith(".k8s.io"))


RULE = Rule(
    id="GIT007",
    title="An entry of ignoreDifferences matches nothing",
    severity=Severity.ERROR,
    why="Argo CD keeps reverting the field, although it is listed. An entry without `group` is about the "
    "core group, so a Deployment is not meant by it; a JSON pointer begins with a slash, and a jq "
    "expression with a dot.",
    fix="write the group of the kind, and pointers such as /spec/replicas",
    sources=(
        "argoproj/argo-cd#28590",
        "argoproj/argo-cd#8562",
        "argoproj/argo-cd:docs/user-guide/diffing.md",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  ignoreDifferences: [{kind: Deployment, jsonPointers: [/spec/replicas]}]
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
""",
)
