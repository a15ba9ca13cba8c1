"""Whether what is scaled is a model server, which writes the metrics that it is scaled on."""

from __future__ import annotations

from tritonfleet.checks.scaling.keda import Scaled
from tritonfleet.checks.scaling.scalers import target_workload
from tritonfleet.checks.world import World


def is_server(world: World, scaled: Scaled) -> bool:
    """Whether the target is what writes the metrics: something else may well scale by a model server's load."""
    from tritonfleet.checks.gpu.requests import is_gpu
    from tritonfleet.checks.objects import mapping

    workload = target_workload(world, scaled.target)
    return workload is not None and any(
        "tritonserver" in str(container.get("image"))
        or any(map(is_gpu, mapping(container, "resources", "limits")))
        for _, container in workload.containers
    )
