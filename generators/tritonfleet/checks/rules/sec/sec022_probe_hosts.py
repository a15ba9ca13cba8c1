"""SEC022: probes and hooks ask the pod itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.pods import Call, Container, calls
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_SINCE = (1, 34)


def check(world: World) -> Verdicts:
    if any("host" in call.data for call in world.derived(calls)):
        asked = world.derived(_asked)
        yield from hold(world, Level.BASELINE, partial(_faults, asked), otherwise=Severity.WARNING)


def _faults(asked: Mapping[Container, Sequence[Call]], pod: Pod) -> Iterator[Fault]:
    for container in pod.containers if pod.version >= _SINCE else ():
        for call in asked.get(container, ()):
            what, host = ".".join(map(str, call.path[:-1])), call.data["host"]
            path = (*container.path, *call.path, "host")
            yield path, f"`{what}` of `{container.name}` asks host `{host}`, not the pod"


def _asked(world: World) -> Mapping[Container, Sequence[Call]]:
    """The calls that name a host, by container."""
    found: dict[Container, list[Call]] = defaultdict(list)
    for call in world.derived(calls):
        if call.data.get("host"):
            found[call.container].append(call)
    return found


RULE = Rule(
    id="SEC022",
    title="A probe asks another host",
    severity=Severity.WARNING,
    why="The kubelet asks from the node's own network, so such a probe reaches places that pods may not, and "
    "says nothing of this container: 127.0.0.1 is the node. Since 1.34 a namespace that enforces the "
    "baseline refuses the pod.",
    fix="drop `host`: the kubelet then asks the pod's own address",
    sources=("kubernetes/pod-security-admission:policy/check_hostProbesAndhostLifecycle.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    readinessProbe: {httpGet: {host: 127.0.0.1, path: /v2/health/ready, port: 8000}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
""",
)
