"""TRT042: a server that loads on demand is one server."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.triton.exposure import most_replicas
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        if server.control_mode != "explicit" or server.flags("load-model") or not server.complete:
            continue
        flag = server.flag("model-control-mode")
        if server.workload is None or flag is None or _is_loaded_from_inside(server):
            continue
        pods = most_replicas(world, server)
        severity = Severity.ERROR if pods > 1 else Severity.WARNING
        shown = f"each of up to {pods} pods" if pods > 1 else "the pod"
        yield Breach(
            server.resource, flag.path, f"{shown} starts with no model: no `--load-model`", severity=severity
        )


def _is_loaded_from_inside(server: Server) -> bool:
    """Whether another container or a hook of the pod may load models over localhost."""
    containers = value(server.pod, "containers")
    return (isinstance(containers, list) and len(containers) > 1) or bool(
        mapping(server.container, "lifecycle", "postStart")
    )


RULE = Rule(
    id="TRT042",
    title="A new pod starts without models, and is ready",
    severity=Severity.ERROR,
    why="In explicit mode without `--load-model` a server is ready with nothing loaded. A load request "
    "goes to one pod behind the Service; the others, and every pod that a restart or the autoscaler "
    "adds, answer `Request for unknown model`.",
    fix="name the models by `--load-model`, or use `--load-model=*`",
    sources=(
        "triton-inference-server/server#3001",
        "triton-inference-server/server#3471",
        "triton-inference-server/server#4978",
        "triton-inference-server/server:docs/user_guide/model_management.md",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models, --model-control-mode=explicit]
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models, --model-control-mode=explicit, --load-model=bert]
""",
)
