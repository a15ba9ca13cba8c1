"""K8S004: no two objects have one identity."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for same_name in world.index.identities():
        if len(same_name) < 2:
            continue
        first: dict[str, str] = {}
        for resource in same_name:
            if not resource.name or "generateName" in mapping(resource.data, "metadata"):
                continue
            where = str(resource.location(("metadata", "name")))
            if resource.group in first:
                message = f"{resource} exists already, at {first[resource.group]}"
                yield Breach(resource, ("metadata", "name"), message)
            first.setdefault(resource.group, where)


RULE = Rule(
    id="K8S004",
    title="Two objects have one name",
    severity=Severity.ERROR,
    why="Whichever is applied last wins, and under GitOps the two overwrite each other for ever. Charts "
    "with constant names do this on their second install in a namespace.",
    fix="give one of them another name, or drop it",
    sources=("vllm-project/production-stack#900",),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: models, namespace: prod}
data: {a: "1"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: models, namespace: prod}
data: {a: "2"}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: models, namespace: prod}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: models, namespace: staging}
---
apiVersion: v1
kind: Secret
metadata: {name: models, namespace: prod}
""",
)
