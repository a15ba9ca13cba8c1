"""What a rule may look at: the objects and the facts, and the questions many rules ask of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from tritonfleet.checks import needs
from tritonfleet.checks.facts import NEWEST_KUBERNETES, NOTHING_KNOWN, Facts, kubernetes_minor
from tritonfleet.checks.index import ObjectIndex
from tritonfleet.checks.objects import Path, Resource, Workload
from tritonfleet.checks.rule import Breach, Undecided, Verdicts

if TYPE_CHECKING:
    from tritonfleet.checks.lookup import Slips
    from tritonfleet.yamlio import Manifest

T = TypeVar("T")

_USUALLY_OUTSIDE = frozenset(
    {
        "Secret", "PersistentVolumeClaim", "PriorityClass", "RuntimeClass", "IngressClass", "StorageClass",
        "Gateway", "ClusterRole", "AppProject", "ResourceClaimTemplate",
    }
)  # fmt: skip
"""Kinds that other people or controllers create: absence among the manifests proves nothing."""


class World:
    """The objects of one run and what is known about the cluster."""

    def __init__(self, manifests: Iterable[Manifest], facts: Facts | None = None) -> None:
        self.index = ObjectIndex(manifests)
        self.facts = facts or NOTHING_KNOWN
        self.kubernetes = kubernetes_minor(self.facts.kubernetes) or NEWEST_KUBERNETES
        """The minor version to check against: the cluster's, or the newest that is known."""
        self._derived: dict[Callable[[World], Any], Any] = {}
        self._slips: dict[tuple[str, str], Slips] = {}

    def derived(self, work: Callable[[World], T]) -> T:
        """``work(self)``, done once for all the rules that ask for it."""
        if work not in self._derived:
            self._derived[work] = work(self)
        result: T = self._derived[work]
        return result

    def pods(self, namespace: str, selector: Mapping[str, Any]) -> list[Workload]:
        """The workloads in the namespace whose pods a LabelSelector matches; of several of one identity the first."""
        found = self.index.pods.select(namespace, selector)
        return (
            list({each.resource.ref: each for each in reversed(found)}.values())[::-1]
            if len(found) > 1
            else found
        )

    def reference(
        self, resource: Resource, path: Path, kind: str, name: Any, *, namespace: str | None = None
    ) -> Verdicts:
        """The verdict on a field that names another object: nothing if it exists, else a breach or undecided.

        ``namespace``: that of the object named, when it is not the resource's own ("" for cluster-wide
        kinds). What proves a mistake is a name that is nearly another's, an object of that name elsewhere, a fact, or
        others of that kind in the namespace: without any, the manifests may well be a part of what is applied.
        """
        where = resource.namespace if namespace is None else namespace
        if not isinstance(name, str) or not name:
            return
        if self.index.get(kind, where, name) or self.facts.exists(kind, where, name):
            return
        from tritonfleet.checks.argocd.kustomizations import generated

        if name in self.derived(_made_here).get((kind, where), ()) or (kind, name) in self.derived(generated):
            return
        here, homes = self._names(kind, where), self.index.homes(kind, name)
        if homes and (not where or "" in homes):
            return  # What names no namespace goes to whatever is current, which may be that of the other.
        near = here.near(name)
        outside = kind in _USUALLY_OUTSIDE or not here
        if near is None and not homes and outside and not self.facts.knows(kind):
            yield Undecided(needs.existing(kind))
            return
        scope = f" in namespace {where}" if where else ""
        fix = f"did you mean `{near}`?" if near else f"there is one in namespace {homes[0]}" if homes else ""
        yield Breach(resource, path, f"there is no {kind} `{name}`{scope}", fix)

    def _names(self, kind: str, namespace: str) -> Slips:
        """The names of what there is of a kind in a namespace, made by controllers or not."""
        from tritonfleet.checks.lookup import Slips

        if (kind, namespace) not in self._slips:
            made = self.derived(_made_here).get((kind, namespace), [])
            self._slips[kind, namespace] = Slips([*self.index.names(kind, namespace), *made])
        return self._slips[kind, namespace]


def _made_here(world: World) -> Mapping[tuple[str, str], list[str]]:
    """The names of what controllers make of objects here, by kind and namespace."""
    from tritonfleet.checks.gpu.made import claim_templates
    from tritonfleet.checks.kserve.made import made
    from tritonfleet.checks.secrets import made_secrets

    found: dict[tuple[str, str], list[str]] = {}
    for kind, namespace, name in world.derived(made):
        found.setdefault((kind, namespace), []).append(name)
    for namespace, name in world.derived(made_secrets):
        found.setdefault(("Secret", namespace), []).append(name)
    for namespace, name in claim_templates(world):
        found.setdefault(("ResourceClaimTemplate", namespace), []).append(name)
    return found
