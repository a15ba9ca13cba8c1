"""X001: every Triton workload says who pays for its GPUs."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World

LABEL = "example.com/cost-centre"
_FORM = re.compile(r"cc-\d{4}")


def check(world: World) -> Verdicts:
    """Yield a breach for every workload with a Triton server whose pods lack the label, or have a wrong one."""
    for server in servers(world):
        if server.workload is None:
            continue
        path = (*server.workload.path, "metadata", "labels")
        centre = server.workload.labels.get(LABEL)
        if centre is None:
            yield Breach(server.resource, path, f"the pods have no label `{LABEL}`")
        elif not _FORM.fullmatch(centre):
            message = f"`{centre}` is no cost centre, expected one such as `cc-4711`"
            yield Breach(server.resource, (*path, LABEL), message)


RULE = Rule(
    id="X001",
    title="A Triton server has no cost centre",
    severity=Severity.WARNING,
    why="Its GPUs turn up as `unassigned` on the monthly bill, and finance asks the platform team. The bill is "
    "split by a label of the pods, because one Deployment may run on several pools.",
    fix=f"give the pod template the label `{LABEL}: cc-<number>`",
    sources=("wiki: Cost centres for GPUs",),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata:
      labels: {app: bert}
    spec:
      containers:
        - name: triton
          image: nvcr.io/nvidia/tritonserver:26.07-py3
          args: [tritonserver, --model-repository=/models]
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata:
      labels: {app: bert, example.com/cost-centre: cc-4711}
    spec:
      containers:
        - name: triton
          image: nvcr.io/nvidia/tritonserver:26.07-py3
          args: [tritonserver, --model-repository=/models]
""",
)
