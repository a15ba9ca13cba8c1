"""All objects of a run, indexed once so that every rule's question costs its answer and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from tritonfleet.checks.labels import LabelIndex
from tritonfleet.checks.objects import TEMPLATE_PATHS, Resource, Workload, value
from tritonfleet.checks.scopes import NAMESPACED, OF_KUBERNETES

if TYPE_CHECKING:
    from tritonfleet.yamlio import Manifest


class ObjectIndex:
    """All objects of a run: by kind, by identity, and by the labels of the pods they make."""

    def __init__(self, manifests: Iterable[Manifest]) -> None:
        self.resources = [Resource(manifest) for manifest in manifests]
        self._settle()
        self._by_kind: dict[str, list[Resource]] = defaultdict(list)
        self._by_name: dict[tuple[str, str, str], list[Resource]] = defaultdict(list)
        for resource in self.resources:
            self._by_kind[resource.kind].append(resource)
            self._by_name[resource.kind, resource.namespace, resource.name].append(resource)

    def _settle(self) -> None:
        """What names no namespace is put where all the others are: a chart is applied to one."""
        named = {resource.namespace for resource in self.resources if resource.namespace}
        if len(named) == 1 and not next(iter(named)).startswith(OF_KUBERNETES):
            (home,) = named
            for resource in self.resources:
                if not resource.namespace and resource.kind in NAMESPACED:
                    resource.namespace = home

    def prepare(self) -> None:
        """Build the indices now, so that processes forked off this one share them."""
        _ = (self.workloads, self.pods, self.services, self.namespaces)

    @property
    def kinds(self) -> Collection[str]:
        """Every kind that there is an object of."""
        return self._by_kind.keys()

    def of_kind(self, *kinds: str) -> Iterable[Resource]:
        """The objects of these kinds, kind by kind, in the order they were read."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        return chain.from_iterable(self._by_kind.get(kind, ()) for kind in kinds)

    def get(self, kind: str, namespace: str, name: str) -> Resource | None:
        """The object of this identity, the first if there are several; None when there is none."""
        found = self._by_name.get((kind, namespace, name))
        return found[0] if found else None

    def names(self, kind: str, namespace: str) -> Sequence[str]:
        """The names of a kind's objects in a namespace, in order."""
        return sorted(self._names[kind, namespace])

    def homes(self, kind: str, name: str) -> Sequence[str]:
        """The namespaces in which there is an object of this kind and name, in order."""
        return sorted(self._homes[kind, name])

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, namespace, name in self._by_name:
            found[kind, namespace].add(name)
        return found

    @cached_property
    def _homes(self) -> Mapping[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, namespace, name in self._by_name:
            found[kind, name].add(namespace)
        return found

    def identities(self) -> Iterable[Sequence[Resource]]:
        """Objects that share kind, namespace and name, group by group."""
        return self._by_name.values()

    @cached_property
    def workloads(self) -> list[Workload]:
        """Everything that makes pods, in the order it was read."""
        found = []
        for resource in self.resources:
            path = TEMPLATE_PATHS.get((resource.group, resource.kind))
            template = None if path is None else value(resource.data, *path)
            if path is not None and isinstance(template, dict):
                found.append(Workload(resource, path, template))
        return found

    @cached_property
    def pods(self) -> LabelIndex[Workload]:
        """The workloads by the labels of their pods; what only ``helm test`` starts is gone when anybody looks."""
        index = LabelIndex[Workload]()
        for workload in self.workloads:
            if workload.resource.kind != "Pod" or not is_test(workload.resource):
                index.add(workload.resource.namespace, workload.labels, workload)
        return index

    @cached_property
    def services(self) -> LabelIndex[Resource]:
        """The Services by their own labels."""
        index = LabelIndex[Resource]()
        for service in self.of_kind("Service"):
            index.add(service.namespace, service.labels, service)
        return index

    @cached_property
    def namespaces(self) -> list[str]:
        """Every namespace that an object is in; objects without one are in ``""``."""
        return list(dict.fromkeys(resource.namespace for resource in self.resources))


_TESTS = frozenset({"test", "test-success"})


def is_test(resource: Resource) -> bool:
    """Whether only ``helm test`` makes the object. Source: helm/helm:pkg/release/v1/hook.go."""
    hooks = value(resource.data, "metadata", "annotations", "helm.sh/hook")
    return isinstance(hooks, str) and not _TESTS.isdisjoint(hook.strip() for hook in hooks.split(","))
