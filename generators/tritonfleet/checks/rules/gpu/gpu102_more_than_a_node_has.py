"""GPU102: no pod asks for more GPUs than one node has."""

from __future__ import annotations

from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.fitting import fits
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.gpu.nodes import advertised, nodes
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for fit in world.derived(fits):
        if fit.having or not all(name in advertised(world) for name in fit.need):
            continue  # GPU101 speaks of what no node advertises.
        for name, count in fit.need.items():
            most = max(node.resources.get(name, 0) for node in nodes(world) or ())
            if count > most:
                message = f"one pod needs {count} `{name}`, and no node has more than {most}"
                first = next(one for one in fit.requests if one.resource == name)
                yield Breach(fit.maker.resource, first.path, message, f"ask for {most} at most")
                break
        else:
            message = (
                f"no node has {listed(f'{count} `{name}`' for name, count in fit.need.items())} together"
            )
            yield Breach(fit.maker.resource, fit.requests[0].path, message, "ask for what one node has")


RULE = Rule(
    id="GPU102",
    title="No node has as many GPUs as one pod asks for",
    severity=Severity.ERROR,
    why="All GPUs of a pod come from one node. A pod that asks for more than any node advertises stays "
    "Pending with `Insufficient nvidia.com/gpu`, however many GPUs are free in the whole cluster, and "
    "a cluster autoscaler does not help.",
    fix="ask for what one node has, or spread the work over several pods",
    sources=("kubernetes/kubernetes:pkg/scheduler/framework/plugins/noderesources/fit.go",),
    check=check,
    facts=Facts(nodes=(NodeFacts(4, {"nvidia.com/gpu": 8}),)),
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 16}}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 8}}
""",
)
