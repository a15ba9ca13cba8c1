"""Which pods somebody waits for: those behind Services, and Triton's."""

from __future__ import annotations

from tritonfleet.checks.services import selections
from tritonfleet.checks.world import World


def served(world: World) -> frozenset[int]:
    """The ids of the workloads whose pods some Service selects."""
    return frozenset(id(workload) for _, found in world.derived(selections) for workload in found)


def passing(world: World) -> frozenset[int]:
    """The ids of the bare Pods that nobody refers to and that do not run Triton: tools, demonstrations, tests."""
    from tritonfleet.checks.triton import servers

    pods = [each for each in world.index.workloads if each.resource.kind == "Pod"]
    if not pods:
        return frozenset()
    missed = world.derived(served)
    triton = {id(server.resource) for server in servers(world)}
    return frozenset(
        id(each.resource) for each in pods if id(each) not in missed and id(each.resource) not in triton
    )
