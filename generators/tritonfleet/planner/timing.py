"""Times: how long a server may take to start, and to leave without losing a request.

Triton opens its HTTP endpoint only after the initial load, so until then every probe fails; at SIGTERM it waits
``--exit-timeout-secs`` for running requests, then unloads
(triton-inference-server/server:src/main.cc, docs/user_guide/model_management.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from tritonfleet.planner.derived import Derived
from tritonfleet.spec.model import Model
from tritonfleet.spec.service import Service

UNDECLARED_LOAD_SECONDS = 60
SERVER_START_SECONDS = 30
LOAD_SAFETY = 2
STARTUP_ROUNDING = 10


def startup_budget(models: Mapping[str, Model]) -> Derived[int]:
    """Seconds until a starting server must answer, before the kubelet restarts it."""
    declared = {name: m.load.time.seconds for name, m in models.items() if m.load and m.load.time}
    guessed = [name for name, m in models.items() if name not in declared and not m.is_ensemble]
    load = sum(declared.values()) + UNDECLARED_LOAD_SECONDS * len(guessed)
    budget = ceil((SERVER_START_SECONDS + LOAD_SAFETY * load) / STARTUP_ROUNDING) * STARTUP_ROUNDING
    reason = f"{SERVER_START_SECONDS} s to start + {LOAD_SAFETY} × {load:g} s to load the models"
    if guessed:
        reason += f" ({UNDECLARED_LOAD_SECONDS} s assumed for {', '.join(guessed)}: declare load.time)"
    return Derived(budget, reason, "s")


def pre_stop(service: Service) -> Derived[int]:
    """Seconds a pod keeps serving after it was told to leave."""
    seconds = ceil(service.shutdown.propagation.seconds)
    return Derived(seconds, "until every proxy has dropped the pod's address (shutdown.propagation)", "s")


def exit_timeout(service: Service) -> Derived[int]:
    """Seconds Triton waits for running requests at exit."""
    seconds = ceil(service.server.exit_timeout.seconds)
    return Derived(seconds, "the longest running request (server.exitTimeout)", "s")


def unload(service: Service) -> Derived[int]:
    """Seconds to unload the models after the last request."""
    return Derived(ceil(service.shutdown.unload.seconds), "to free the models (shutdown.unload)", "s")


def grace_period(service: Service) -> Derived[int]:
    """Seconds between SIGTERM's announcement and SIGKILL: the sum of every step of leaving."""
    parts = [pre_stop(service).value, exit_timeout(service).value, unload(service).value]
    pre, timeout, free = parts
    return Derived(sum(parts), f"preStop {pre} s + exit timeout {timeout} s + unload {free} s", "s")
