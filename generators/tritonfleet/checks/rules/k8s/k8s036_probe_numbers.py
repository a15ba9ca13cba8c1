"""K8S036: the numbers of a probe are ones that the API server takes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.pods import PROBES, containers_with
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_NUMBERS = ("initialDelaySeconds", "periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold")


def check(world: World) -> Verdicts:
    found = world.derived(containers_with)
    for probe in PROBES:
        for container in found.get(probe, ()):
            for field, number in mapping(container.data, probe).items():
                if field in _NUMBERS and isinstance(number, int) and (fault := _fault(probe, field, number)):
                    path = (*container.path, probe, field)
                    yield Breach(
                        container.workload.resource, path, f"`{field}` of `{probe}` is {number}: {fault}"
                    )


def _fault(probe: str, field: str, number: int) -> str:
    if number < 0:
        return "it cannot be negative"
    once = probe != "readinessProbe" and field == "successThreshold"
    return "only a readiness probe may ask for more than 1" if once and number > 1 else ""


RULE = Rule(
    id="K8S036",
    title="A number of a probe is refused",
    severity=Severity.ERROR,
    why="`kubectl apply` answers `successThreshold: Invalid value: 2: must be 1`, or that a number must "
    "be greater than 0: the whole object is refused, and a Deployment's rollout never starts.",
    fix="set successThreshold to 1 on liveness and startup probes, and no number below zero",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: gateway, namespace: prod}
spec:
  containers:
  - name: gateway
    image: registry.example.com/gateway:1.4
    livenessProbe: {httpGet: {path: /healthz, port: 8080}, successThreshold: 2}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: gateway, namespace: prod}
spec:
  containers:
  - name: gateway
    image: registry.example.com/gateway:1.4
    livenessProbe: {httpGet: {path: /healthz, port: 8080}, successThreshold: 1}
    readinessProbe: {httpGet: {path: /ready, port: 8080}, successThreshold: 2}
""",
)
