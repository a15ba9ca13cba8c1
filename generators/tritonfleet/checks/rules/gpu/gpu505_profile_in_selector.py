"""GPU505: the MIG profile in a selector is one that some GPU has."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import did_you_mean, looks_like_profile
from tritonfleet.checks.gpu.selectors import of_nvidia
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for one in of_nvidia(world):
        if one.name != "profile" or not one.literal:
            continue
        from tritonfleet import geometry

        known = [name for p in geometry.products().values() for name in (*p.profiles, *p.aliases)]
        if one.literal not in known:
            hint = did_you_mean(one.literal, known)
            severity = Severity.WARNING if looks_like_profile(one.literal) else None
            message = f"no GPU in the catalogue has the MIG profile `{one.literal}`"
            yield Breach(one.resource, one.path, message, hint, severity)


RULE = Rule(
    id="GPU505",
    title="No GPU has the MIG profile that the selector wants",
    severity=Severity.ERROR,
    why="No slice ever has this profile, so the pod stays Pending with `cannot allocate all claims`. The "
    "driver publishes profiles as NVIDIA writes them, `1g.10gb` or `1g.10gb+me`, not as in the names "
    "of resources.",
    fix="write the profile as `nvidia-smi mig -lgip` does",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/reference/resourceslice-attributes.md",
        "NVIDIA/mig-parted:deployments/systemd/config-default.yaml",
    ),
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
        exactly:
          deviceClassName: mig.nvidia.com
          selectors:
          - cel:
              expression: "device.attributes['gpu.nvidia.com'].profile == 'mig-1g.10gb'"
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
        exactly:
          deviceClassName: mig.nvidia.com
          selectors:
          - cel:
              expression: "device.attributes['gpu.nvidia.com'].profile == '1g.10gb'"
""",
)
