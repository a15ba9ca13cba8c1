"""GPU110: a MIG resource is of a profile that some GPU has."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import did_you_mean, looks_like_profile, mig_resources, profile_of
from tritonfleet.checks.gpu.nodes import nodes
from tritonfleet.checks.gpu.requests import gpu_requests
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    if nodes(world) is not None:
        return  # GPU101 knows what there is.
    for one in gpu_requests(world):
        profile = profile_of(one.resource)
        if profile and f"nvidia.com/mig-{profile}" not in mig_resources():
            fix = did_you_mean(one.resource, mig_resources())
            severity = Severity.WARNING if looks_like_profile(profile) else None
            message = f"no GPU in the catalogue has the MIG profile of `{one.resource}`"
            yield Breach(one.owner, one.path, message, fix, severity)


RULE = Rule(
    id="GPU110",
    title="No GPU has a MIG profile of this name",
    severity=Severity.ERROR,
    why="The pod stays Pending: the resource is never advertised. Profiles are named after their share of "
    "a product's memory, so the same slice is `1g.5gb` on an A100 with 40 GB and `1g.10gb` on one "
    "with 80 GB; in resources the `+` of `1g.5gb+me` is a dot.",
    fix="write the profile as the product has it; `tritonfleet gpu list` shows them",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
        "NVIDIA/mig-parted:deployments/systemd/config-default.yaml",
    ),
    check=check,
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
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/mig-1g.10g: 1}}
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
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/mig-1g.10gb: 1}}
""",
)
