"""K8S071: the containers of a pod listen on different ports."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.pods import (
    Container,
    Role,
    by_workload,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload, own in world.derived(by_workload).items():
        if len(own) < 2:
            continue
        owner: dict[tuple[int, str], Container] = {}
        for container in own:
            if container.role not in (Role.MAIN, Role.SIDECAR):
                continue
            for number, port in items(container.data, "ports"):
                listens = port.get("containerPort")
                if not isinstance(listens, int):
                    continue
                first = owner.setdefault((listens, str(port.get("protocol", "TCP"))), container)
                if first is not container:
                    message = f"`{container.name}` declares port {listens}, and so does `{first.name}`"
                    yield Breach(
                        workload.resource, (*container.path, "ports", number, "containerPort"), message
                    )


RULE = Rule(
    id="K8S071",
    title="Two containers of a pod have one port",
    severity=Severity.WARNING,
    why="Containers of a pod share one network: whichever starts second fails with `address already in use` and "
    "is restarted for ever, or requests reach the wrong program.",
    fix="give one of them another port, in its arguments too",
    sources=("kubernetes/kubernetes:pkg/api/pod/warnings.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - {name: triton, image: "tritonserver:26.07", ports: [{containerPort: 8000}]}
  - {name: tokenizer, image: "tokenizer:1.4", ports: [{containerPort: 8000}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  initContainers: [{name: fetch, image: "rclone:1.68", ports: [{containerPort: 8000}]}]
  containers:
  - {name: triton, image: "tritonserver:26.07", ports: [{containerPort: 8000}]}
  - {name: tokenizer, image: "tokenizer:1.4", ports: [{containerPort: 8080}, {containerPort: 8000, protocol: UDP}]}
""",
)
