"""GPU512: claims with admin access are in a namespace that allows it."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import claims
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World

_LABEL = "resource.kubernetes.io/admin-access"


def check(world: World) -> Verdicts:
    for claim in claims(world):
        for ask in claim.asks:
            if ask.data.get("adminAccess") is not True:
                continue
            namespace = world.index.get("Namespace", "", claim.resource.namespace)
            if namespace is None:
                yield Undecided(needs.existing("Namespace"))
            elif namespace.labels.get(_LABEL) != "true":
                message = f"{namespace} does not have the label `{_LABEL}: true`"
                path = (*ask.path, "adminAccess")
                yield Breach(claim.resource, path, message, related=(namespace,))


RULE = Rule(
    id="GPU512",
    title="A claim wants admin access in a namespace that does not allow it",
    severity=Severity.ERROR,
    why="The API server refuses the claim with `admin access to devices requires the "
    "resource.kubernetes.io/admin-access: true label on the containing namespace`.",
    fix='label the namespace resource.kubernetes.io/admin-access: "true", or leave adminAccess out',
    sources=("kubernetes/kubernetes:pkg/registry/resource/utils.go",),
    check=check,
    needs=(needs.existing("Namespace"),),
    fails="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {deviceClassName: gpu.nvidia.com, allocationMode: All, adminAccess: true}
---
apiVersion: v1
kind: Namespace
metadata: {name: prod}
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
        exactly: {deviceClassName: gpu.nvidia.com, allocationMode: All, adminAccess: true}
---
apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {resource.kubernetes.io/admin-access: "true"}}
""",
)
