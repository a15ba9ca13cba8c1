"""K8S068: a container that runs before the others has no probes and hooks."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.pods import (
    Role,
    containers_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_FORBIDDEN = ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle")


def check(world: World) -> Verdicts:
    found = world.derived(containers_with)
    for field in _FORBIDDEN:
        for container in found.get(field, ()):
            if container.role is Role.INIT and container.data.get(field):
                message = f"init container `{container.name}` may not have `{field}`"
                path = (*container.path, field)
                yield Breach(container.workload.resource, path, message, mend=Mend("remove", path))


RULE = Rule(
    id="K8S068",
    title="An init container has probes",
    severity=Severity.ERROR,
    why="The API server refuses the object: `must not be set for init containers without restartPolicy=Always`.",
    fix="drop them, or make it a sidecar with `restartPolicy: Always`",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  initContainers:
  - {name: fetch, image: "rclone:1.68", readinessProbe: {exec: {command: [test, -f, /models/done]}}}
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  initContainers:
  - name: proxy
    image: envoy:1.31
    restartPolicy: Always
    readinessProbe: {exec: {command: [test, -f, /ready]}}
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
)
