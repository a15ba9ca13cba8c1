"""The objects that NVIDIA's DRA driver makes: names that pods may refer to."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.objects import value
from tritonfleet.checks.world import World


def claim_templates(world: World) -> Iterator[tuple[str, str]]:
    """Namespace and name of the ResourceClaimTemplate that is made for each ComputeDomain, to claim its channels by.

    Source: kubernetes-sigs/dra-driver-nvidia-gpu:cmd/compute-domain-controller/resourceclaimtemplate.go
    """
    for domain in world.index.of_kind("ComputeDomain"):
        name = value(domain.data, "spec", "channel", "resourceClaimTemplate", "name")
        if isinstance(name, str):
            yield domain.namespace, name
