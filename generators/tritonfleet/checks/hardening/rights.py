"""What Roles grant, and to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.world import World


@dataclass(frozen=True, slots=True)
class Grant:
    """One rule of a Role or ClusterRole."""

    role: Resource
    path: Path
    groups: frozenset[str]
    resources: frozenset[str]
    verbs: frozenset[str]
    named: bool
    """Whether it holds for objects of certain names only."""
    urls: bool
    """Whether it is about addresses outside the API's resources."""


def grants(world: World) -> list[Grant]:
    """Every rule of every Role and ClusterRole."""
    found = []
    for role in world.index.of_kind("Role", "ClusterRole"):
        for number, rule in items(role.data, "rules"):
            words = {field: _texts(rule, field) for field in ("apiGroups", "resources", "verbs")}
            found.append(
                Grant(
                    role,
                    ("rules", number),
                    words["apiGroups"],
                    words["resources"],
                    words["verbs"],
                    bool(rule.get("resourceNames")),
                    bool(rule.get("nonResourceURLs")),
                )
            )
    return found


def _texts(rule: Mapping[str, object], field: str) -> frozenset[str]:
    given = rule.get(field)
    return (
        frozenset(text for text in given if isinstance(text, str)) if isinstance(given, list) else frozenset()
    )


def bindings(world: World) -> Mapping[tuple[str, str], list[Resource]]:
    """Kind and name of a role → the bindings that name it."""
    found: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for binding in world.index.of_kind("RoleBinding", "ClusterRoleBinding"):
        role = mapping(binding.data, "roleRef")
        found[str(role.get("kind")), str(role.get("name"))].append(binding)
    return dict(found)


def bound_accounts(world: World) -> frozenset[tuple[str, str]]:
    """Namespace and name of every ServiceAccount that a binding names."""
    return frozenset(_accounts(world))


def _accounts(world: World) -> Iterator[tuple[str, str]]:
    for binding in world.index.of_kind("RoleBinding", "ClusterRoleBinding"):
        for _, subject in items(binding.data, "subjects"):
            if subject.get("kind") == "ServiceAccount":
                name = str(subject.get("name"))
                yield str(subject.get("namespace") or binding.namespace), name
                yield "", name  # An account that names no namespace may be meant for that one.
