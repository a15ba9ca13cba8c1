"""K8S027: quantities are written as Kubernetes reads them."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.amounts import odd_quantities
from tritonfleet.checks.quantities import quantity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_UNITS = {
    "kb": "Ki",
    "mb": "Mi",
    "gb": "Gi",
    "tb": "Ti",
    "ki": "Ki",
    "mi": "Mi",
    "gi": "Gi",
    "ti": "Ti",
    "kib": "Ki",
}
_UNITS |= {"mib": "Mi", "gib": "Gi", "tib": "Ti", "g": "G", "t": "T"}
_WRITTEN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*")


def check(world: World) -> Verdicts:
    for resource, path, text in world.derived(odd_quantities):
        number = quantity(text)
        if number is None and isinstance(text, str):
            yield Breach(resource, path, f"`{text}` is no quantity", _nearest(text))
        elif number is not None and number < 0:
            yield Breach(resource, path, f"`{text}` is negative", "use zero or more")


def _nearest(text: str) -> str:
    match = _WRITTEN.fullmatch(text)
    unit = _UNITS.get(match[2].lower()) if match else None
    return f"did you mean `{match[1]}{unit}`?" if match and unit else ""


RULE = Rule(
    id="K8S027",
    title="A quantity has a form that Kubernetes refuses",
    severity=Severity.ERROR,
    why="The API server answers `quantities must match the regular expression`. Units are case-sensitive: Gi "
    "and G are units, GB, gb and gi are not.",
    fix="write a number and one of m, k, M, G, T, Ki, Mi, Gi, Ti, without a blank",
    sources=("kubernetes/apimachinery:pkg/api/resource/quantity.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", resources: {limits: {memory: 16GB}}}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    resources: {limits: {memory: 16Gi, cpu: 2500m}}
    volumeMounts: [{name: shm, mountPath: /dev/shm}]
  volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 512M}}]
""",
)
