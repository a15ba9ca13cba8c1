"""GIT037: two releases of a chart make different objects."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import ObjectRef, Severity
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World

_MANAGER = "app.kubernetes.io/managed-by"
_ONE_A_CLUSTER = {"APIService", "CustomResourceDefinition", "Namespace"}
"""Kinds whose names mean something: what they serve, or where all the others are."""


def check(world: World) -> Verdicts:
    others = world.facts.other_release
    if others is None:
        if any(resource.labels.get(_MANAGER) == "Helm" for resource in world.index.resources):
            yield Undecided(needs.CHART)
        return
    theirs = frozenset(others)
    for resource in world.index.resources:
        if resource.ref in theirs and resource.name and resource.kind not in _ONE_A_CLUSTER:
            message = f"every release makes {resource}"
            yield Breach(resource, ("metadata", "name"), message)


RULE = Rule(
    id="GIT037",
    title="A second release of the chart would collide with the first",
    severity=Severity.WARNING,
    why="The second `helm install` in a namespace fails: the object exists and cannot be imported into "
    "the current release; under Argo CD the two Applications take it from each other for ever. The "
    "template writes a name that does not depend on the release.",
    fix="build the name from the release's name",
    sources=(
        "vllm-project/production-stack#900",
        "helm/helm:pkg/action/validate.go",
    ),
    check=check,
    needs=(needs.CHART,),
    facts=Facts(other_release=(ObjectRef("v1", "ConfigMap", "triton-models", "prod"),)),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: triton-models, namespace: prod, labels: {app.kubernetes.io/managed-by: Helm}}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-models, namespace: prod, labels: {app.kubernetes.io/managed-by: Helm}}
""",
)
