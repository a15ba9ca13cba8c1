"""TRT030: the pod's grace period covers preStop and Triton's exit timeout."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.stopping import grace, preparation
from tritonfleet.checks.world import World

_MARGIN = 5


def check(world: World) -> Verdicts:
    for server in servers(world):
        before, after = preparation(server), server.exit_timeout
        if server.workload is None or before is None or after is None or grace(server) >= before + after:
            continue
        path = (*server.pod_path, "terminationGracePeriodSeconds")
        message = f"{grace(server)} s of grace are less than preStop ({before} s) and `--exit-timeout-secs` ({after} s)"
        fix = (
            f"set terminationGracePeriodSeconds to {before + after + _MARGIN}, or lower `--exit-timeout-secs`"
        )
        severity = Severity.ERROR if grace(server) <= before else Severity.WARNING
        yield Breach(server.resource, path, message, fix, severity)


RULE = Rule(
    id="TRT030",
    title="The pod is killed before Triton has finished its requests",
    severity=Severity.WARNING,
    why="After SIGTERM Triton waits up to `--exit-timeout-secs` for requests in flight. preStop and "
    "that wait share terminationGracePeriodSeconds; when it is over, SIGKILL cuts the rest off "
    "and clients see resets (exit code 137).",
    fix="set terminationGracePeriodSeconds to preStop + exit timeout and a margin for unloading, or "
    "lower `--exit-timeout-secs`",
    sources=(
        "triton-inference-server/server#6230",
        "triton-inference-server/server:src/main.cc, StopEndpoints",
        "kubernetes/website:content/en/docs/concepts/workloads/pods/pod-lifecycle.md",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        lifecycle: {preStop: {sleep: {seconds: 15}}}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        lifecycle: {preStop: {sleep: {seconds: 15}}}
      terminationGracePeriodSeconds: 60
""",
)
