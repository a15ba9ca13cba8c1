"""Which runtime a model gets, looked up as KServe does.

Source: kserve/kserve:pkg/apis/serving/v1beta1/predictor_model.go (GetSupportingRuntimes).
"""

from __future__ import annotations

from dataclasses import dataclass

from tritonfleet.checks.kserve.runtimes import Runtime, given_runtimes, shipped_runtimes
from tritonfleet.checks.kserve.services import InferenceService, Model, inference_services
from tritonfleet.checks.world import World

EVERYWHERE = ""


def runtimes(world: World, namespace: str) -> dict[str, Runtime]:
    """The runtimes that an InferenceService in this namespace can have, by name; its own namespace's come first."""
    table = world.derived(_table)
    return {**table.by_name[EVERYWHERE], **table.by_name.get(namespace, {})}


def serving(world: World, namespace: str, form: str) -> list[Runtime]:
    """Those of them that serve some version of the format, whether they offer themselves or not."""
    table = world.derived(_table)
    mine = table.by_format.get((namespace, form), []) if namespace else []
    return [*mine, *table.by_format.get((EVERYWHERE, form), [])]


def named(world: World, namespace: str, name: str) -> Runtime | None:
    """The runtime of this name, looked up as KServe does: in the namespace first."""
    by_name = world.derived(_table).by_name
    return by_name.get(namespace, {}).get(name) or by_name[EVERYWHERE].get(name)


def chosen(world: World) -> list[tuple[InferenceService, Model, Runtime]]:
    """Each InferenceService and the runtime of its model, where there is no doubt: named, or the only one offered."""
    return world.derived(_chosen)


def _chosen(world: World) -> list[tuple[InferenceService, Model, Runtime]]:
    found = []
    for service in inference_services(world):
        model, namespace = service.model, service.resource.namespace
        if model is None:
            continue
        if model.runtime:
            offered = [runtime for runtime in [named(world, namespace, model.runtime)] if runtime]
        else:
            offered = [
                runtime for runtime in serving(world, namespace, model.format) if runtime.offers(model)
            ]
        if len(offered) == 1:
            found.append((service, model, offered[0]))
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    """Runtimes by namespace (``EVERYWHERE`` for those of the cluster) and name, and by namespace and format."""

    by_name: dict[str, dict[str, Runtime]]
    by_format: dict[tuple[str, str], list[Runtime]]


def _table(world: World) -> _Table:
    table = _Table({EVERYWHERE: {}}, {})
    for runtime in [*world.derived(given_runtimes), *(r for r in shipped_runtimes() if _installed(world, r))]:
        names = table.by_name.setdefault(runtime.namespace, {})
        # One among the manifests stands for the shipped one of its name.
        if names.setdefault(runtime.name, runtime) is runtime:
            for form in {f.name for f in runtime.formats}:
                table.by_format.setdefault((runtime.namespace, form), []).append(runtime)
    return table


def _installed(world: World, runtime: Runtime) -> bool:
    kind = "ClusterServingRuntime"
    return not world.facts.knows(kind) or world.facts.exists(kind, "", runtime.name)
