"""What an Argo CD project permits, by Argo CD's own rules.

Source: argoproj/argo-cd:pkg/apis/application/v1alpha1/app_project_types.go (IsSourcePermitted,
isDestinationMatched) and util/git/git.go (NormalizeGitURL).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tritonfleet.checks.objects import Resource, items, value

_IN_CLUSTER = {"name": "in-cluster", "server": "https://kubernetes.default.svc"}


def permits_source(project: Resource, url: str) -> bool:
    """Whether the project lets its Applications use the repository."""
    patterns = value(project.data, "spec", "sourceRepos")
    allowed = False
    for pattern in patterns if isinstance(patterns, list) else ():
        denies = str(pattern).startswith("!")
        matches = _matches(_normal(str(pattern).removeprefix("!")), _normal(url), separator="/")
        if denies and matches:
            return False
        allowed = allowed or (matches != denies)
    return allowed


def permits_destination(project: Resource, destination: Mapping[str, Any]) -> bool:
    """Whether the project lets its Applications deploy to this cluster and namespace."""
    place = {field: str(destination.get(field, "")) for field in ("server", "name", "namespace")}
    if place["server"] == _IN_CLUSTER["server"] or place["name"] == _IN_CLUSTER["name"]:
        place |= _IN_CLUSTER
    allowed = False
    for _, item in items(project.data, "spec", "destinations"):
        pattern = {field: str(item.get(field, "")) for field in place}
        fits = {field: _accepts(pattern[field], place[field]) for field in place}
        cluster = (bool(place["server"]) and fits["server"]) or (bool(place["name"]) and fits["name"])
        if cluster and fits["namespace"]:
            allowed = True
        elif any(pattern[field].startswith("!") and not fits[field] for field in place):
            return False
    return allowed


def _accepts(pattern: str, text: str) -> bool:
    if pattern.startswith("!"):
        return not _matches(pattern[1:], text)
    return _matches(pattern, text)


def _normal(url: str) -> str:
    return url.strip().lower().rstrip("/").removesuffix(".git")


@lru_cache(maxsize=4096)
def _matches(pattern: str, text: str, separator: str = "") -> bool:
    """Glob: ``*`` stops at the separator, if there is one; ``**`` and a pattern that is just ``*`` do not."""
    if pattern == "*":
        return True
    one = f"[^{separator}]" if separator else "."
    parts = {"**": ".*", "*": f"{one}*", "?": one}
    expression = "".join(parts.get(part) or re.escape(part) for part in re.split(r"(\*\*|\*|\?)", pattern))
    return re.fullmatch(expression, text, re.DOTALL) is not None
