"""Shared memory: what the Python backend needs between the server and its stub processes.

Each Python model instance is a process of its own that maps a region in /dev/shm; Triton's documentation asks for
at least 64 MB an instance (triton-inference-server/python_backend:README.md, "Running Multiple Instances").
"""

from __future__ import annotations

from collections.abc import Mapping

from tritonfleet.planner.derived import Derived
from tritonfleet.spec.model import Model

MIB_PER_INSTANCE = 64


def instances(model: Model, gpus: int) -> int:
    """How many instances of a model one server runs; ``gpus`` is how many the pod sees."""
    if model.is_ensemble:
        return 0
    total = 0
    for group in model.instance_group_list():
        devices = len(group.gpus) or gpus or 1 if group.kind in {"GPU", "AUTO"} else 1
        total += (group.count or 1) * devices
    return total or max(gpus, 1)


def shared_memory(models: Mapping[str, Model], gpus: int) -> Derived[int]:
    """Size of /dev/shm in MiB."""
    python = {n: instances(m, gpus) for n, m in models.items() if m.backend == "python"}
    count = sum(python.values())
    if not count:
        return Derived(MIB_PER_INSTANCE, "the usual size: no model uses the Python backend", "Mi")
    who = ", ".join(f"{name} × {n}" for name, n in python.items())
    size = MIB_PER_INSTANCE * (count + 1)
    reason = f"{MIB_PER_INSTANCE} MiB an instance of the Python backend ({who}) and as much to spare"
    return Derived(size, reason, "Mi")
