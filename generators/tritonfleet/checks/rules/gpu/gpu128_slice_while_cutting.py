"""GPU128: pods on MIG nodes wait until the GPUs are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.fitting import constraints, fits
from tritonfleet.checks.gpu.hints import profile_of
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    pass


_STATE = "nvidia.com/mig.config.state"


def check(world: World) -> Verdicts:
    demands = world.derived(constraints)
    for fit in world.derived(fits):
        if fit.maker.partial or not any(profile_of(name) for name in fit.need):
            continue
        told = bool(fit.open) and all(_STATE in node.labels for node in fit.open)
        if told and not any(one.key == _STATE for one in demands.get(id(fit.maker), ())):
            message = f"the pods do not wait for `{_STATE}` to be success"
            yield Breach(fit.maker.resource, (*fit.maker.path, "affinity"), message)


RULE = Rule(
    id="GPU128",
    title="A pod may take a slice while its node is being cut",
    severity=Severity.INFO,
    why="A GPU in use cannot be cut. A pod that lands on a node with its old slices keeps the MIG manager "
    "from cutting it: `mig.config.state` goes to `failed`, or stays `pending` until somebody drains "
    "the node.",
    fix="demand nvidia.com/mig.config.state In [success] by node affinity",
    sources=(
        "NVIDIA/gpu-operator#2833",
        "NVIDIA/gpu-operator#873",
        "NVIDIA/mig-parted:pkg/mig/reconfigure/reconfigure.go",
    ),
    check=check,
    facts=Facts(
        nodes=(NodeFacts(2, {"nvidia.com/mig-1g.10gb": 56}, {"nvidia.com/mig.config.state": "success"}),)
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
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/mig-1g.10gb: 1}}
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
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions: [{key: nvidia.com/mig.config.state, operator: In, values: [success]}]
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/mig-1g.10gb: 1}}
""",
)
