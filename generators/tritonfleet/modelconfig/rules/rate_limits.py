"""R31: resources that instances need before they may run, when the server limits rates.

Source: triton-inference-server/core:src/rate_limiter.cc, ValidateMaxResources,
ParseAndValidateExplicitResources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tritonfleet.modelconfig.definition import Message, ModelConfig
from tritonfleet.modelconfig.rules.names import value_name
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Path, RateLimit

_CPU_DEVICE = 0


class _Need(NamedTuple):
    """So much of a resource that one instance needs; ``device`` is None for one pool of the whole server."""

    model: str
    path: Path
    name: str
    device: int | None
    amount: int


def one_scope(models: Mapping[str, ModelConfig], facts: Facts) -> Iterator[tuple[str, Flaw]]:
    """R31: a resource is one pool for the server everywhere, or one a device everywhere."""
    if facts.rate_limit is None:
        return
    needs = list(_needs(models))
    shared = {need.name for need in needs if need.device is None}
    each = {need.name for need in needs if need.device is not None}
    for need in needs:
        if need.name in shared & each and need.device is None:
            message = f"resource {need.name} is shared by all here, and one a device elsewhere"
            yield need.model, Flaw(need.path, message, "let sharedByAll be the same everywhere")


def enough(models: Mapping[str, ModelConfig], facts: Facts) -> Iterator[tuple[str, Flaw]]:
    """R31: the server has as much of each resource as any one instance needs."""
    if facts.rate_limit is None or not facts.rate_limit.resources:
        return
    for need in _needs(models):
        available = _available(need, facts.rate_limit)
        if available < need.amount:
            message = f"an instance needs {need.amount} of resource {need.name}, the server has {available}"
            yield (
                need.model,
                Flaw(need.path, message, "raise the server's rate limit resource, or lower count"),
            )


def _needs(models: Mapping[str, ModelConfig]) -> Iterator[_Need]:
    for model, config in models.items():
        for index, group in enumerate(config.instance_group):
            for resource in group.rate_limiter.resources:
                path = ("instanceGroups", index, "rateLimiter", "resources", resource.name)
                for device in [None] if getattr(resource, "global") else _devices(group):
                    yield _Need(model, path, resource.name, device, resource.count)


def _devices(group: Message) -> list[int]:
    """Devices an instance runs on; GPUs that are not named are taken for the first."""
    named = value_name(group, "kind") in {"KIND_GPU", "KIND_AUTO"}
    return list(group.gpus) if named and group.gpus else [_CPU_DEVICE]


def _available(need: _Need, limit: RateLimit) -> int:
    amounts = [
        amount
        for (name, device), amount in limit.resources.items()
        if name == need.name and (need.device is None or device in (None, need.device))
    ]
    return max(amounts, default=0)
