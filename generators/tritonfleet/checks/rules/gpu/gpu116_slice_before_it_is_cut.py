"""GPU116: pods that need a slice under MIG strategy single do not run before it is cut."""

from __future__ import annotations

from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.fitting import constraints, fits
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_STATE, _PRODUCT = "nvidia.com/mig.config.state", "nvidia.com/gpu.product"


def check(world: World) -> Verdicts:
    for fit in world.derived(fits):
        if fit.maker.partial or fit.maker.resource.kind == "DaemonSet" or not fit.open:
            continue
        cut = all(
            node.labels.get("nvidia.com/mig.strategy") == "single" and _STATE in node.labels
            for node in fit.open
        )
        if not cut or "nvidia.com/gpu" not in fit.need:
            continue
        keys = {one.key for one in world.derived(constraints).get(id(fit.maker), ())}
        if not keys & {_STATE, _PRODUCT}:
            message = "the pods ask for `nvidia.com/gpu` under MIG strategy single, and do not wait until GPUs are cut"
            yield Breach(fit.maker.resource, (*fit.maker.path, "affinity"), message)


RULE = Rule(
    id="GPU116",
    title="A pod may take a whole GPU before it is cut into slices",
    severity=Severity.WARNING,
    why="Under MIG strategy single a slice and a whole GPU have the same resource, `nvidia.com/gpu`. On a "
    "node that has just joined, a pod gets the whole GPU, and the MIG manager cannot cut it any more: "
    "`mig.config.state` goes to `failed`, and the device plugin stops with `no MIG devices "
    "configured`.",
    fix="demand nvidia.com/mig.config.state In [success] by node affinity, or the product with its -MIG- "
    "suffix",
    sources=(
        "NVIDIA/gpu-operator#2670",
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
    ),
    check=check,
    facts=Facts(
        nodes=(
            NodeFacts(
                2,
                {"nvidia.com/gpu": 56},
                {"nvidia.com/mig.strategy": "single", "nvidia.com/mig.config.state": "success"},
            ),
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
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions: [{key: nvidia.com/mig.config.state, operator: In, values: [success]}]
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)
