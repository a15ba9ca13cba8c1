"""K8S028: quantities have the unit that was meant."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource
from tritonfleet.checks.quantities import cpu, memory, quantity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.rules.k8s.k8s027_quantities import written_quantities
from tritonfleet.checks.world import World

_BYTES = frozenset({"memory", "ephemeral-storage", "storage", "sizeLimit"})
_LEAST_BYTES = 1 << 20
_MOST_CORES = 256


def check(world: World) -> Verdicts:
    for resource, path, text in world.derived(written_quantities):
        kind = str(path[-1]).rpartition(".")[2]
        if kind in _BYTES:
            yield from _bytes(resource, path, text)
        elif (
            kind == "cpu"
            and path[-2] in ("requests", "limits")
            and (cores := cpu(text))
            and cores > _MOST_CORES
        ):
            message = f"{text} of cpu is {cores:g} cores, more than nearly every node has"
            yield Breach(resource, path, message, f"write {text}m if millicores are meant", Severity.WARNING)


def _bytes(resource: Resource, path: Path, text: Any) -> Verdicts:
    number, size = quantity(text), memory(text)
    if number is None or size is None or size <= 0 or size >= _LEAST_BYTES:
        return
    if number != number.to_integral_value():
        message = f"`{text}` of {path[-1]} is {float(number):g} bytes: m means a thousandth"
        yield Breach(resource, path, message, f"write {str(text).removesuffix('m')}Mi if mebibytes are meant")
    else:
        message = f"`{text}` of {path[-1]} is {size} bytes: it has no unit, or too small a one"
        yield Breach(resource, path, message, f"write {text}Mi if mebibytes are meant")


RULE = Rule(
    id="K8S028",
    title="A quantity has the wrong unit",
    severity=Severity.ERROR,
    why="The API server accepts it. 512m of memory is half a byte: the container cannot even be created, or is "
    "killed as OOMKilled at once. 500 of cpu is 500 cores, and the pod stays Pending with Insufficient cpu.",
    fix="write memory in Mi or Gi, and cpu in cores or in millicores with m",
    sources=(
        "kubernetes/kubernetes:pkg/api/pod/warnings.go",
        "kubernetes/kubernetes#79950",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", resources: {limits: {memory: 512m}}}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    resources: {limits: {memory: 512Mi, cpu: 500m, ephemeral-storage: "0"}}
""",
)
