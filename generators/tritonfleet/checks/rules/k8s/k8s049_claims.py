"""K8S049: a claim says how it is mounted and how much it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for claim in world.index.of_kind("PersistentVolumeClaim"):
        yield from _verdicts(claim, ("spec",), mapping(claim.data, "spec"))
    for owner in world.index.of_kind("StatefulSet"):
        for number, template in items(owner.data, "spec", "volumeClaimTemplates"):
            yield from _verdicts(
                owner, ("spec", "volumeClaimTemplates", number, "spec"), mapping(template, "spec")
            )


def _verdicts(resource: Resource, path: Path, spec: Mapping[str, Any]) -> Verdicts:
    modes = spec.get("accessModes")
    at = (*path, "accessModes")
    if not modes:
        yield Breach(
            resource,
            at,
            "the claim has no access mode",
            "add ReadWriteOnce, or ReadOnlyMany for shared models",
        )
    elif isinstance(modes, list) and "ReadWriteOncePod" in modes and len(modes) > 1:
        yield Breach(resource, at, "ReadWriteOncePod goes with no other access mode", "keep one of them")
    if value(spec, "resources", "requests", "storage") is None:
        yield Breach(
            resource, (*path, "resources"), "the claim requests no storage", "set resources.requests.storage"
        )


RULE = Rule(
    id="K8S049",
    title="A claim lacks its access mode or its size",
    severity=Severity.ERROR,
    why="The API server refuses the claim: `at least 1 access mode is required`, or `resources[storage]: "
    "Required value`. For a StatefulSet it is accepted, and no pod is ever made.",
    fix="state `accessModes` and `resources.requests.storage`",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: prod}
spec: {accessModes: [ReadWriteMany], storageClassName: nfs}
""",
    passes="""\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: prod}
spec: {accessModes: [ReadWriteMany], storageClassName: nfs, resources: {requests: {storage: 100Gi}}}
""",
)
