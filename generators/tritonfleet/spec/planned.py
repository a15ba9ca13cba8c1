"""The plan's decisions entering the fleet, as if they were written there."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.spec.plan_file import PlanFile, PlannedService
from tritonfleet.spec.raw import dig, mappings

DECIDED = ("clusters", "environments")
"""The sections of a fleet that decisions enter."""
UNASKED = {"count": None, "slice": None, "share": None}
"""Takes back what a service asks for where it is not left to the plan."""


def with_plan(raw: dict[str, Any], plan: PlanFile) -> dict[str, Any]:
    """The fleet as written, which is valid, with the plan's decisions where it leaves them to the plan."""
    planned: dict[str, Any] = copy.deepcopy({key: raw[key] for key in DECIDED if key in raw})
    for key, nodes in _by_pool(plan).items():
        cluster, _, pool = key.partition("/")
        mig = dig(planned, "clusters", cluster, "pools", pool, "gpu", "mig")
        if mig.get("planned") is True:
            numbers = _node_numbers(pool, dig(planned, "clusters", cluster, "pools", pool))
            cut = {str(numbers[node]): gpus for node, gpus in nodes.items() if node in numbers and gpus}
            mig |= {"nodes": cut} if cut else {}
    users = _users(raw)
    for key, service in plan.services.items():
        environment, _, name = key.partition("/")
        target = dig(planned, "environments", environment)
        if name not in target.get("exclude", ()) and _decide(raw, target, name, service):
            _decide_model(raw, target, name, service, users)
    return raw | planned


def _decide(raw: dict[str, Any], target: dict[str, Any], name: str, choice: PlannedService) -> bool:
    """Write the choice into the environment's override; False where the service is not left to the plan."""
    override = dig(target, "overrides", "services", name)
    asked = dig(raw, "services", name, "gpu") | dig(override, "gpu")
    if asked.get("planned") is not True or not isinstance(override.get("gpu", {}), dict):
        return False
    gpu = UNASKED | choice.gpu.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    override = override | {"gpu": asked | gpu, "pool": choice.pool, "replicas": choice.replicas}
    services = target.setdefault("overrides", {}).setdefault("services", {})
    services[name] = override
    return True


def _users(raw: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which services load each model."""
    found: dict[str, list[str]] = {}
    for name, service in mappings(raw, "services").items():
        for model in service["models"]:
            found.setdefault(model, []).append(name)
    return found


def _decide_model(
    raw: dict[str, Any],
    target: dict[str, Any],
    service: str,
    choice: PlannedService,
    users: Mapping[str, list[str]],
) -> None:
    """Batch size and instances, where there is but one model to have them, and no other service loads it."""
    own = dig(raw, "services", service) | dig(target, "overrides", "services", service)
    match own.get("models"):
        case [str(model)] if users.get(model) == [service]:
            overrides = target["overrides"].setdefault("models", {})
            decided = _model(dig(raw, "models", model), choice)
            if decided or model in overrides:
                overrides[model] = decided | overrides.get(model, {})


def _model(model: Mapping[str, Any], choice: PlannedService) -> dict[str, Any]:
    """The override of a model that runs as it was measured."""
    decided: dict[str, Any] = {}
    if choice.batch and model.get("maxBatchSize"):
        decided["maxBatchSize"] = choice.batch
        preferred = dig(model, "dynamicBatching").get("preferredBatchSizes") or []
        if any(size > choice.batch for size in preferred):
            kept = [size for size in preferred if size <= choice.batch] or [choice.batch]
            decided["dynamicBatching"] = {"preferredBatchSizes": kept}
    groups = list(dig(model, "instanceGroups"))
    if choice.processes and len(groups) == 1:
        decided["instanceGroups"] = {groups[0]: {"count": choice.processes}}
    return decided


def _by_pool(plan: PlanFile) -> dict[str, dict[str, dict[str, Any]]]:
    """``cluster/pool`` → node → GPU → layout, of the GPUs that are cut."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for key, gpus in plan.gpus.items():
        cluster, pool, node = key.split("/")
        cut = {index: dict(gpu.layout) for index, gpu in gpus.items() if gpu.layout}
        found.setdefault(f"{cluster}/{pool}", {})[node] = cut
    return found


def _node_numbers(pool_name: str, pool: Mapping[str, Any]) -> dict[str, int]:
    names = pool.get("nodeNames") or [f"{pool_name}-{index}" for index in range(pool["nodes"])]
    return {name: index for index, name in enumerate(names)}


def planned_parts(raw: Mapping[str, Any]) -> Iterator[tuple[str | int, ...]]:
    """Paths of everything that a fleet leaves to the plan."""
    for cluster, declared in mappings(raw, "clusters").items():
        for pool in mappings(declared, "pools"):
            if dig(declared, "pools", pool, "gpu", "mig").get("planned") is True:
                yield ("clusters", cluster, "pools", pool, "gpu", "mig", "planned")
    for name, service in mappings(raw, "services").items():
        if dig(service, "gpu").get("planned") is True:
            yield ("services", name, "gpu", "planned")
    for name, environment in mappings(raw, "environments").items():
        for service, override in mappings(environment, "overrides", "services").items():
            if dig(override, "gpu").get("planned") is True:
                yield ("environments", name, "overrides", "services", service, "gpu", "planned")
