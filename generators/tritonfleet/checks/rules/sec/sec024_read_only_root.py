"""SEC024: a hardened container cannot change its own files."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Pod
from tritonfleet.checks.kube.catalogue import minor
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import value
from tritonfleet.checks.pods import (
    Container,
    Role,
    by_workload,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.rules.sec.sec011_dropped_capabilities import faults as capabilities
from tritonfleet.checks.rules.sec.sec012_run_as_non_root import faults as root
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    version = minor(world.kubernetes)
    for workload, own in world.derived(by_workload).items():
        writing = [c for c in own if c.role is Role.MAIN and not _is_read_only(c)]
        pod = Pod(workload, own, version)
        if writing and not (next(capabilities(pod), None) or next(root(pod), None)):
            path = (*writing[0].path, "securityContext")
            message = f"{listed(container.name for container in writing)} may write to its root file system"
            yield Breach(workload.resource, path, message)


def _is_read_only(container: Container) -> bool:
    return value(container.data, "securityContext", "readOnlyRootFilesystem") is True


RULE = Rule(
    id="SEC024",
    title="A hardened container may change its own files",
    severity=Severity.INFO,
    why="The pod meets the restricted standard; this is the next step. Whoever gets in through a model can "
    "otherwise replace programs and stay until the pod ends, and written files fill the node's disk.",
    fix="set `readOnlyRootFilesystem: true`, and mount an emptyDir where the program writes, such as /tmp",
    sources=("stackrox/kube-linter:docs/generated/checks.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {runAsNonRoot: true}
  containers: [{name: triton, image: "tritonserver:26.07", securityContext: {capabilities: {drop: [ALL]}}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {runAsNonRoot: true}
  containers:
  - name: triton
    image: tritonserver:26.07
    securityContext: {readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
""",
)
