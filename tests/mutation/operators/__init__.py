"""The mistakes, by what they are about."""

from __future__ import annotations

from mutation.mistakes import Operator
from mutation.operators import (
    gitops,
    gpu,
    gpu_config,
    kserve,
    metrics,
    models,
    monitors,
    names,
    network,
    objects,
    pods,
    rights,
    rollouts,
    scaling,
    servers,
    watching,
)

OPERATORS: tuple[Operator, ...] = (
    *names.OPERATORS,
    *objects.OPERATORS,
    *pods.OPERATORS,
    *gpu.OPERATORS,
    *gpu_config.OPERATORS,
    *servers.OPERATORS,
    *models.OPERATORS,
    *network.OPERATORS,
    *monitors.OPERATORS,
    *metrics.OPERATORS,
    *scaling.OPERATORS,
    *watching.OPERATORS,
    *rollouts.OPERATORS,
    *kserve.OPERATORS,
    *gitops.OPERATORS,
    *rights.OPERATORS,
)
