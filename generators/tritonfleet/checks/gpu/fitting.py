"""Which nodes a pod with GPUs can run on, step by step: what they have, their labels, their taints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.facts import NodeFacts, Taint
from tritonfleet.checks.gpu.nodes import nodes
from tritonfleet.checks.gpu.podmakers import PodMaker, pod_makers
from tritonfleet.checks.gpu.requests import GpuRequest, gpu_pods, needed
from tritonfleet.checks.labels import selects
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.world import World


@dataclass(frozen=True, slots=True)
class Constraint:
    """A demand on a node's label: the value it must have, or an ``expression`` of node affinity that must hold.

    Expressions are of term number ``term``, and one of so many ``terms`` must hold as a whole.
    """

    key: str
    path: Path
    equal: str | None = None
    expression: Mapping[str, Any] | None = None
    term: int = 0
    terms: int = 1

    @property
    def must_hold(self) -> bool:
        """Whether no other term will do instead."""
        return self.terms == 1


@dataclass(frozen=True, slots=True)
class Fit:
    """A maker of pods with GPUs, and the nodes that could take one pod, each set a part of the one before.

    ``having`` have enough of every resource, ``selected`` also the labels, ``open`` also no taint in the way.
    """

    maker: PodMaker
    requests: Sequence[GpuRequest]
    need: Mapping[str, int]
    having: Sequence[NodeFacts]
    selected: Sequence[NodeFacts]
    open: Sequence[NodeFacts]


def fits(world: World) -> list[Fit]:
    """Every maker of pods with GPUs; none where nobody said what nodes there are."""
    return world.derived(_fits)


def _fits(world: World) -> list[Fit]:
    known = nodes(world)
    if known is None:
        return []
    keys = {key for node in known for key in node.labels}
    demands = world.derived(constraints)
    found = []
    for maker, requests in gpu_pods(world):
        wanted = [one for one in demands.get(id(maker), ()) if one.key in keys]
        found.append(_fit(maker, requests, known, wanted))
    return found


def _fit(
    maker: PodMaker, requests: list[GpuRequest], known: Sequence[NodeFacts], wanted: Sequence[Constraint]
) -> Fit:
    need = needed(requests)
    having = [node for node in known if all(node.resources.get(name, 0) >= n for name, n in need.items())]
    selected = [node for node in having if satisfied(wanted, node)] if wanted else having
    free = [node for node in selected if not node.taints or not any(in_the_way(maker, node))]
    return Fit(maker, requests, need, having, selected, free)


def constraints(world: World) -> Mapping[int, Sequence[Constraint]]:
    """Every label that pods demand of a node, by selector or required affinity: ``id`` of the pods' maker → demands."""
    return {
        id(maker): found
        for maker in pod_makers(world)
        if (maker.spec.get("nodeSelector") or maker.spec.get("affinity")) and (found := list(_demands(maker)))
    }


def _demands(maker: PodMaker) -> Iterator[Constraint]:
    for key, wanted in mapping(maker.spec, "nodeSelector").items():
        if isinstance(key, str) and isinstance(wanted, str):
            yield Constraint(key, (*maker.path, "nodeSelector", key), equal=wanted)
    if not maker.spec.get("affinity"):
        return
    at = ("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
    terms = items(maker.spec, *at)
    for number, term in terms:
        for index, expression in items(term, "matchExpressions"):
            name = expression.get("key")
            if isinstance(name, str):
                path = (*maker.path, *at, number, "matchExpressions", index)
                yield Constraint(name, path, expression=expression, term=number, terms=len(terms))


def satisfied(wanted: Sequence[Constraint], node: NodeFacts) -> bool:
    """Whether a node has the labels, by what of them is known; terms of which nothing is known may hold."""
    holding: dict[int, bool] = {}
    for one in wanted:
        if one.must_hold:
            if not _holds(one, node):
                return False
        else:
            holding[one.term] = holding.get(one.term, True) and _holds(one, node)
    return not holding or any(holding.values()) or len(holding) < max(one.terms for one in wanted)


def _holds(one: Constraint, node: NodeFacts) -> bool:
    if one.equal is not None:
        return node.labels.get(one.key) == one.equal
    if one.expression is None or one.expression.get("operator") in ("Gt", "Lt"):
        return True
    return selects({"matchExpressions": [one.expression]}, node.labels)


def in_the_way(maker: PodMaker, node: NodeFacts) -> Iterator[Taint]:
    """The taints of a node that keep the pods away. KServe's runtimes bring tolerations that are not seen here."""
    if maker.partial:
        return
    tolerations = [one for _, one in items(maker.spec, "tolerations")]
    for taint in node.taints:
        if taint.effect != "PreferNoSchedule" and not any(tolerates(one, taint) for one in tolerations):
            yield taint


def tolerates(toleration: Mapping[str, Any], taint: Taint) -> bool:
    """Whether a toleration is for a taint. Source: k8s.io/api:core/v1/toleration.go."""
    key, effect = toleration.get("key") or "", toleration.get("effect") or taint.effect
    if effect != taint.effect or (key and key != taint.key):
        return False
    if toleration.get("operator") == "Exists":
        return True
    return bool(key) and str(toleration.get("value") or "") == taint.value
