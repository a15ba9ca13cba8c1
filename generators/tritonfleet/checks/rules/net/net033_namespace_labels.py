"""NET033: a NetworkPolicy chooses namespaces by labels that they have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.lookup import Slips
from tritonfleet.checks.network.policies import (
    EGRESS,
    INGRESS,
    policies,
)
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_NAME = "kubernetes.io/metadata.name"
_MISSPELT = frozenset({
    "metadata.name", "kubernetes.io/name", "kubernetes.io/metadata-name", "kubernetes.io/metadata.namespace",
    "k8s.io/metadata.name", "kubernetes.io/metadataname", "kubernetes.io/namespace", "metadata.kubernetes.io/name",
})  # fmt: skip


def check(world: World) -> Verdicts:
    for policy in world.derived(policies):
        for direction, field in ((INGRESS, "from"), (EGRESS, "to")):
            for number, rule in policy.rules(direction):
                for index, peer in items(rule, field):
                    labels = mapping(peer, "namespaceSelector", "matchLabels")
                    path = (*policy.path(direction, number), field, index, "namespaceSelector", "matchLabels")
                    yield from _verdicts(world, policy.resource, path, labels)


def _verdicts(world: World, policy: Resource, path: Path, labels: Mapping[str, Any]) -> Verdicts:
    for key, text in labels.items():
        if key in _MISSPELT:
            fix = f"did you mean `{_NAME}`?"
            mend = Mend("rename", (*path, key), _NAME)
            yield Breach(
                policy, (*path, key), f"Kubernetes sets no label `{key}` on namespaces", fix, mend=mend
            )
            continue
        near = _nearest(world, str(text)) if key == _NAME else ""
        if near:
            message = f"there is no namespace `{text}` here"
            yield Breach(policy, (*path, key), message, f"did you mean `{near}`?", Severity.WARNING)
        namespace = world.index.get("Namespace", "", str(text)) if key == "name" else None
        if namespace is not None and namespace.labels.get("name") != str(text):
            message = f"{namespace} has no label name={text}"
            fix = f"select by `{_NAME}: {text}`, which every namespace has"
            mend = Mend("rename", (*path, key), _NAME)
            yield Breach(policy, (*path, key), message, fix, related=(namespace,), mend=mend)


def _nearest(world: World, name: str) -> str:
    """The namespace that this one is a slip of; nothing when it is one itself, or no slip."""
    return "" if name in world.derived(_namespaces) else world.derived(_slips).near(name) or ""


def _slips(world: World) -> Slips:
    return Slips(world.derived(_namespaces))


def _namespaces(world: World) -> frozenset[str]:
    """Every namespace that is known by name."""
    own = {namespace.name for namespace in world.index.of_kind("Namespace")}
    facts = world.facts
    said = {facts.prometheus.namespace if facts.prometheus else "", facts.gpu_namespace}
    said |= {name.partition("/")[0] for names in facts.external.values() for name in names if "/" in name}
    return frozenset({*own, *said, *world.index.namespaces} - {""})


RULE = Rule(
    id="NET033",
    title="A NetworkPolicy chooses namespaces by a label that none has",
    severity=Severity.ERROR,
    why="The peer matches nobody, so the rule lets nothing through: Prometheus shows the target as down with "
    "`context deadline exceeded`, and calls from the gateway time out.",
    fix="select by kubernetes.io/metadata.name, which Kubernetes sets on every namespace",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/network-policies.md",),
    check=check,
    fails="""\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec:
  podSelector: {}
  ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/name: monitoring}}}]}]
""",
    passes="""\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec:
  podSelector: {}
  ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]}]
""",
)
