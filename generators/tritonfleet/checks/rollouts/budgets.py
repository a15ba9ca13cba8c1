"""How long pods may take to start, and how long a rollout waits for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.objects import Workload, mapping
from tritonfleet.checks.scaling.fields import integer


def startup_budget(workload: Workload) -> int:
    """The seconds after which the kubelet gives up on the slowest container's start; 0 without a startup probe.

    Source: kubernetes/kubernetes:pkg/kubelet/prober/worker.go.
    """
    return max(
        (_budget(mapping(container, "startupProbe")) for _, container in workload.containers), default=0
    )


def _budget(probe: Mapping[str, Any]) -> int:
    if not probe:
        return 0
    delay, failures, period = (
        default if (given := integer(probe.get(field))) is None else given
        for field, default in (("initialDelaySeconds", 0), ("failureThreshold", 3), ("periodSeconds", 10))
    )
    return delay + failures * period
