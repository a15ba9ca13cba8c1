"""The plan's decisions entering the fleet, as if they were written there."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.spec.plan_file import PlanFile, PlannedService
from tritonfleet.spec.raw import dig, mappings

DECIDED = ("clusters", "environments")
"""The sections of a fleet that decisions enter."""


def with_plan(raw: dict[str, Any], plan: PlanFile) -> dict[str, Any]:
    """The fleet as written, with the plan's decisions where it leaves them to the plan."""
    planned: dict[str, Any] = copy.deepcopy({key: raw[key] for key in DECIDED if key in raw})
    for key, nodes in _by_pool(plan).items():
        cluster, _, pool = key.partition("/")
        mig = dig(planned, "clusters", cluster, "pools", pool, "gpu", "mig")
        if mig.get("planned") is True and (names := _node_names(planned, cluster, pool)):
            mig["nodes"] = {
                str(names.index(node)): gpus for node, gpus in nodes.items() if node in names and gpus
            }
            if not mig["nodes"]:
                del mig["nodes"]
    for key, service in plan.services.items():
        environment, _, name = key.partition("/")
        _decide(raw, planned, environment, name, service)
    return raw | planned


def _decide(
    raw: dict[str, Any], planned: dict[str, Any], environment: str, name: str, choice: PlannedService
) -> None:
    own = dig(raw, "services", name, "gpu")
    target = dig(planned, "environments", environment)
    override = dig(target, "overrides", "services", name)
    asked = own | (override.get("gpu") or {})
    if asked.get("planned") is not True:
        return
    gpu = choice.gpu.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    override = override | {"gpu": {**asked, **gpu}, "pool": choice.pool, "replicas": choice.replicas}
    services = target.setdefault("overrides", {}).setdefault("services", {})
    services[name] = override
    _decide_model(raw, target, name, choice)


def _decide_model(raw: dict[str, Any], target: dict[str, Any], service: str, choice: PlannedService) -> None:
    """Batch size and instances, where there is but one model to have them, and no other service loads it."""
    override = dig(target, "overrides", "services", service)
    models = override.get("models") or dig(raw, "services", service).get("models") or []
    loading = [
        name for name, s in mappings(raw, "services").items() if set(s.get("models") or ()) & set(models)
    ]
    if len(models) != 1 or loading != [service]:
        return
    if decided := _model(dig(raw, "models", models[0]), choice):
        overrides = target["overrides"].setdefault("models", {})
        overrides[models[0]] = decided | (overrides.get(models[0]) or {})


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


def _node_names(raw: Mapping[str, Any], cluster: str, pool: str) -> list[str]:
    declared = dig(raw, "clusters", cluster, "pools", pool)
    nodes = declared.get("nodes")
    if not isinstance(nodes, int):
        return []
    return declared.get("nodeNames") or [f"{pool}-{index}" for index in range(nodes)]


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
