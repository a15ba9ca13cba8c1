"""GPU104: pods select nodes by labels that nodes with their resource have."""

from __future__ import annotations

from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.fitting import Constraint, Fit, constraints, fits, satisfied
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.gpu.nodes import nodes
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for fit in world.derived(fits):
        if not fit.having or fit.selected:
            continue
        keys = {key for node in fit.having for key in node.labels}
        wanted = world.derived(constraints).get(id(fit.maker), ())
        alone = [
            one for one in wanted if one.must_hold and not any(satisfied([one], node) for node in fit.having)
        ]
        for one in alone:
            if one.key in keys or any(one.key in node.labels for node in nodes(world) or ()):
                yield _breach(fit, one)
        if not alone and wanted:
            resources = listed(f"`{name}`" for name in fit.need)
            message = f"no node with {resources} has all the labels that are selected by"
            yield Breach(fit.maker.resource, wanted[0].path, message)


def _breach(fit: Fit, one: Constraint) -> Breach:
    there = sorted({node.labels[one.key] for node in fit.having if one.key in node.labels})
    resources = listed(f"`{name}`" for name in fit.need)
    have = f"they have {listed(there)}" if there else "they do not have the label"
    message = f"no node with {resources} has the `{one.key}` that is asked for; {have}"
    mend = Mend("set", one.path, there[0]) if one.equal and len(there) == 1 else None
    fix = f"select {listed(there)}" if there else ""
    return Breach(fit.maker.resource, one.path, message, fix, mend=mend)


RULE = Rule(
    id="GPU104",
    title="No node with the GPU has the labels that the pod selects by",
    severity=Severity.ERROR,
    why="The pod stays Pending with `node(s) didn't match Pod's node affinity/selector`. GPU feature "
    "discovery changes `nvidia.com/gpu.product` with the way GPUs are used: shares that are not "
    "renamed add `-SHARED`, MIG strategy single adds `-MIG-1g.10gb`, so a selector that worked on "
    "whole GPUs stops matching once they are cut or shared.",
    fix="select by the value that the nodes have now",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/lm/resource.go",
        "NVIDIA/gpu-operator#897",
        "NVIDIA/gpu-operator#1602",
    ),
    check=check,
    facts=Facts(
        nodes=(
            NodeFacts(1, {"nvidia.com/gpu": 32}, {"nvidia.com/gpu.product": "NVIDIA-A100-SXM4-80GB-SHARED"}),
        )
    ),
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
      nodeSelector: {nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB}
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
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
      nodeSelector: {nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB-SHARED}
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)
