"""How long a server's pod has to stop, and how long it waits before Triton is told to."""

from __future__ import annotations

import re

from tritonfleet.checks.kube.shells import run_by
from tritonfleet.checks.objects import mapping, value
from tritonfleet.checks.triton.server import Server

GRACE = 30
"""Kubernetes' default. Source: kubernetes/kubernetes:pkg/apis/core/v1/defaults.go."""

_SLEEP = re.compile(r"\bsleep\s+(\d{1,6})\b")


def grace(server: Server) -> int:
    """Seconds from the pod's deletion to SIGKILL."""
    given = server.pod.get("terminationGracePeriodSeconds")
    return given if isinstance(given, int) and not isinstance(given, bool) else GRACE


def prepares(server: Server) -> bool:
    """Whether a preStop hook runs before Triton gets SIGTERM."""
    return bool(mapping(server.container, "lifecycle", "preStop"))


def preparation(server: Server) -> int | None:
    """Seconds that the preStop hook sleeps; 0 without one, None for one whose length is not known."""
    hook = mapping(server.container, "lifecycle", "preStop")
    if not hook:
        return 0
    seconds = value(hook, "sleep", "seconds")
    if isinstance(seconds, int) and not isinstance(seconds, bool):
        return seconds
    found = _SLEEP.findall(run_by(value(hook, "exec", "command")))
    return sum(map(int, found)) if found else None
