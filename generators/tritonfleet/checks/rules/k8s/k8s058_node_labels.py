"""K8S058: nodes are chosen by labels that Kubernetes still sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.catalogue import catalogue
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def check(world: World) -> Verdicts:
    found = world.derived(pods_with)
    for workload in dict.fromkeys(w for field in _READERS for w in found.get(field, ())):
        renamed = catalogue().node_labels
        for field, reader in _READERS.items():
            for path, label in reader(workload.spec) if field in workload.spec else ():
                if label in renamed:
                    where = (*workload.path, "spec", *path)
                    message = f"`{label}` is deprecated: Kubernetes calls it `{renamed[label]}`"
                    yield Breach(workload.resource, where, message, f"use `{renamed[label]}`")


def _of_selector(spec: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for label in mapping(spec, "nodeSelector"):
        yield ("nodeSelector", label), label


def _of_spread(spec: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for number, constraint in items(spec, "topologySpreadConstraints"):
        key = constraint.get("topologyKey")
        if isinstance(key, str):
            yield ("topologySpreadConstraints", number, "topologyKey"), key


def _of_affinity(spec: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    path: Path = ("affinity", "nodeAffinity", _REQUIRED, "nodeSelectorTerms")
    terms = [((*path, number), term) for number, term in items(spec, *path)]
    path = ("affinity", "nodeAffinity", _PREFERRED)
    terms += [((*path, n, "preference"), mapping(t, "preference")) for n, t in items(spec, *path)]
    for at, term in terms:
        for number, expression in items(term, "matchExpressions"):
            if isinstance(expression.get("key"), str):
                yield (*at, "matchExpressions", number, "key"), expression["key"]


_READERS = {
    "nodeSelector": _of_selector,
    "topologySpreadConstraints": _of_spread,
    "affinity": _of_affinity,
}

RULE = Rule(
    id="K8S058",
    title="A node label was renamed",
    severity=Severity.WARNING,
    why="Clouds stop setting the old label at different times. Where it is gone no node matches, and the pods "
    "stay Pending with `didn't match Pod's node affinity/selector`.",
    fix="use the label that replaced it",
    sources=("kubernetes/kubernetes:pkg/api/node/util.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  nodeSelector: {failure-domain.beta.kubernetes.io/zone: eu-west-1a}
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  nodeSelector: {topology.kubernetes.io/zone: eu-west-1a}
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
)
