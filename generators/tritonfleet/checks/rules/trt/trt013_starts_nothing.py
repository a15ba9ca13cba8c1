"""TRT013: the command line names the program to run."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World

_RUNS_NO_SERVER = ("-sdk", "-min")


def check(world: World) -> Verdicts:
    for server in servers(world):
        if not server.stock or server.started or server.image.endswith(_RUNS_NO_SERVER):
            continue
        given = server.container.get("args")
        path: Path = (*server.path, "args", 0) if given else server.path
        what = "flags without a program" if given else "neither `command` nor `args`"
        yield Breach(
            server.resource, path, f"container `{server.name}` has {what}, so the image starts no server"
        )


RULE = Rule(
    id="TRT013",
    title="The container never starts Triton",
    severity=Severity.ERROR,
    why="The entry point of NVIDIA's image runs what it is given: without a program it opens a shell "
    "that ends at once (Completed, then CrashLoopBackOff), and with flags alone it says `exec: --: "
    "invalid option`.",
    fix="let `args` begin with `tritonserver`",
    sources=(
        "triton-inference-server/server:build.py, ENTRYPOINT",
        "triton-inference-server/server:docs/getting_started/quickstart.md",
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
        args: [--model-repository=gs://models]
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
""",
)
