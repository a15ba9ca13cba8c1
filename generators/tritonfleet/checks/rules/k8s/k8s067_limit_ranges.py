"""K8S067: containers stay within the limit range of their namespace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.quotas import container_limits
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.pods import (
    Container,
    containers,
)
from tritonfleet.checks.quantities import quantity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    ranges = world.derived(container_limits)
    for container in world.derived(containers) if ranges else ():
        for holder, _, entry in ranges.get(container.workload.resource.namespace, ()):
            for field, resource, message in _faults(container, entry):
                path = (*container.path, "resources", field, resource)
                yield Breach(container.workload.resource, path, f"{message} of {holder}", related=(holder,))


def _faults(container: Container, entry: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    for resource, text in mapping(entry, "max").items():
        most, limit = quantity(text), container.limit(str(resource))
        asked = quantity(limit)
        if most is not None and asked is not None and asked > most:
            yield (
                "limits",
                resource,
                f"`{container.name}` may use {limit} of {resource}, above the maximum of {text}",
            )
    for resource, text in mapping(entry, "min").items():
        least, request = quantity(text), container.request(str(resource))
        asked = quantity(request)
        if least is not None and asked is not None and asked < least:
            yield (
                "requests",
                resource,
                f"`{container.name}` asks for {request} of {resource}, under the minimum of {text}",
            )


RULE = Rule(
    id="K8S067",
    title="A container is outside the namespace's limit range",
    severity=Severity.ERROR,
    why="The API server refuses each pod: `maximum memory usage per Container is …, but limit is …`. The "
    "Deployment is there and has no pods.",
    fix="bring the container within the LimitRange, or widen it",
    sources=("kubernetes/kubernetes:plugin/pkg/admission/limitranger/admission.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: LimitRange
metadata: {name: team, namespace: prod}
spec: {limits: [{type: Container, max: {memory: 8Gi}}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", resources: {limits: {memory: 16Gi}}}]}
""",
    passes="""\
apiVersion: v1
kind: LimitRange
metadata: {name: team, namespace: prod}
spec: {limits: [{type: Container, max: {memory: 16Gi}, min: {memory: 64Mi}}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", resources: {limits: {memory: 16Gi}}}]}
""",
)
