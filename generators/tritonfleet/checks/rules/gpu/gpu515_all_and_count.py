"""GPU515: a request is for all devices or for a number of them."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import claims
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for claim in claims(world):
        for ask in claim.asks:
            count = ask.data.get("count")
            if ask.data.get("allocationMode") == "All" and count:
                message = f"`allocationMode` is `All`, and `count` is {count}"
                path = (*ask.path, "count")
                yield Breach(claim.resource, path, message, mend=Mend("remove", path))


RULE = Rule(
    id="GPU515",
    title="A request is for all devices and for a number of them",
    severity=Severity.ERROR,
    why="The API server refuses the claim: `count` goes with allocationMode ExactCount, which is the "
    "default, and must be left out with All.",
    fix="remove count, or set allocationMode: ExactCount",
    sources=("kubernetes/kubernetes:pkg/apis/resource/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {deviceClassName: gpu.nvidia.com, allocationMode: All, count: 2}
""",
    passes="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {deviceClassName: gpu.nvidia.com, count: 2}
""",
)
