"""K8S059: tolerations are ones that the API server takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("tolerations", ()):
        for number, toleration in items(workload.spec, "tolerations"):
            for field, fault in _faults(toleration):
                path = (*workload.path, "spec", "tolerations", number, field)
                yield Breach(workload.resource, path, fault)


def _faults(toleration: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    operator, key = toleration.get("operator") or "Equal", toleration.get("key")
    if operator == "Exists" and toleration.get("value"):
        yield "value", "`operator: Exists` takes no value"
    if operator == "Equal" and not key:
        yield "operator", "a toleration without a key needs `operator: Exists`"
    if toleration.get("tolerationSeconds") is not None and toleration.get("effect") != "NoExecute":
        yield "tolerationSeconds", "`tolerationSeconds` goes only with `effect: NoExecute`"


RULE = Rule(
    id="K8S059",
    title="A toleration is refused",
    severity=Severity.ERROR,
    why="The API server refuses the object, with `value must be empty when operator is Exists` or a similar "
    "text, and the rollout never starts.",
    fix="use `operator: Exists` with a key and without a value, or `operator: Equal` with both",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  tolerations: [{key: nvidia.com/gpu, operator: Exists, value: present, effect: NoSchedule}]
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  tolerations:
  - {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}
  - {operator: Exists}
  - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 30}
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
)
