"""K8S028: quantities have the unit that was meant."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.amounts import kind_of, odd_quantities
from tritonfleet.checks.objects import Resource, value
from tritonfleet.checks.quantities import cpu, quantity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for resource, path, text in world.derived(odd_quantities):
        kind, number = kind_of(path), quantity(text)
        if number is None or number < 0 or _is_not_written(resource):
            continue
        if kind == "bytes" and number != number.to_integral_value():
            message = f"`{text}` of {path[-1]} is {float(number):g} bytes: m means a thousandth"
            yield Breach(
                resource, path, message, f"write {str(text).removesuffix('m')}Mi if mebibytes are meant"
            )
        elif kind == "bytes":
            message = f"`{text}` of {path[-1]} is {number:f} bytes: it has no unit, or too small a one"
            yield Breach(resource, path, message, f"write {text}Mi if mebibytes are meant")
        elif kind == "cpu":
            message = f"{text} of cpu is {cpu(text):g} cores, more than nearly every node has"
            yield Breach(resource, path, message, f"write {text}m if millicores are meant", Severity.WARNING)


def _is_not_written(resource: Resource) -> bool:
    """Whether it is a claim that pods only read from: drivers of such volumes take any size."""
    modes = value(resource.data, "spec", "accessModes") if resource.kind == "PersistentVolumeClaim" else None
    return modes == ["ReadOnlyMany"]


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
