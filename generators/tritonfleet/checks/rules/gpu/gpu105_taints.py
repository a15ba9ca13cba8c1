"""GPU105: pods tolerate the taints of the nodes that they need."""

from __future__ import annotations

from tritonfleet.checks.facts import Facts, NodeFacts, Taint
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.fitting import Fit, fits, in_the_way
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for fit in world.derived(fits):
        if not fit.selected or fit.open:
            continue
        node = min(fit.selected, key=lambda node: len(list(in_the_way(fit.maker, node))))
        for taint in in_the_way(fit.maker, node):
            yield _breach(fit, taint)


def _breach(fit: Fit, taint: Taint) -> Breach:
    shown = f"{taint.key}={taint.value}" if taint.value else taint.key
    resources = listed(f"`{name}`" for name in fit.need)
    message = (
        f"the pods do not tolerate {shown}:{taint.effect}, and every node with {resources} has such a taint"
    )
    # The admission plugin ExtendedResourceToleration, where it is on, tolerates these by itself.
    added = taint.key in fit.need and taint.effect == "NoSchedule"
    fix = f"add the toleration {{key: {taint.key}, operator: Exists, effect: {taint.effect}}}"
    severity = Severity.WARNING if added else None
    return Breach(fit.maker.resource, (*fit.maker.path, "tolerations"), message, fix, severity)


RULE = Rule(
    id="GPU105",
    title="The taint of the GPU nodes is not tolerated",
    severity=Severity.ERROR,
    why="The pod stays Pending with `node(s) had untolerated taint {nvidia.com/gpu: present}`. GPU nodes "
    "are tainted so that other pods leave them free; some clouds add the toleration to pods that ask "
    "for the resource of the same name, most clusters do not.",
    fix="add a toleration for the taint to the pod",
    sources=(
        "kubernetes/kubernetes:pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go",
        "kubernetes/kubernetes:plugin/pkg/admission/extendedresourcetoleration/admission.go",
        "kubernetes/kubernetes#55839",
        "Azure/AKS#1449",
    ),
    check=check,
    facts=Facts(
        nodes=(NodeFacts(2, {"nvidia.com/gpu": 8}, taints=(Taint("example.com/gpu", "a100", "NoSchedule"),)),)
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
      tolerations: [{key: example.com/gpu, operator: Equal, value: a100, effect: NoSchedule}]
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)
