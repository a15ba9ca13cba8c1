"""Serving runtimes: those among the manifests, and those that KServe ships.

Source: kserve/kserve:pkg/apis/serving/v1beta1/predictor_model.go (RuntimeSupportsModel, GetSupportingRuntimes).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from tritonfleet.checks.kserve.services import GROUP, InferenceService, Model, inference_services
from tritonfleet.checks.kserve.shipped import shipped
from tritonfleet.checks.objects import Resource, items, mapping, value
from tritonfleet.checks.world import World

EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A model format that a runtime serves; ``version`` empty when it names none."""

    name: str
    version: str
    auto: bool


@dataclass(frozen=True, slots=True)
class Runtime:
    """A ServingRuntime (with its namespace) or a ClusterServingRuntime.

    ``resource`` is None for one that KServe ships and the manifests do not have.
    """

    name: str
    namespace: str
    formats: tuple[Format, ...]
    protocols: Collection[str]
    disabled: bool = False
    multi_model: bool = False
    multi_node: bool = False
    resource: Resource | None = None

    def serves(self, model: Model, *, named: bool) -> bool:
        """Whether it serves the format and version; ``named``: somebody chose it, so it need not offer itself."""
        return any(
            f.name == model.format and model.version in {"", f.version} and (named or f.auto)
            for f in self.formats
        )

    def speaks(self, protocol: str) -> bool:
        """Whether it speaks the protocol; one that lists none speaks all."""
        return not self.protocols or protocol in self.protocols

    def offers(self, model: Model, *, multi_node: bool = False) -> bool:
        """Whether KServe picks it for a model that names no runtime."""
        usable = not self.disabled and not self.multi_model and self.multi_node == multi_node
        return usable and self.serves(model, named=False) and self.speaks(model.protocol)


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
    for runtime in [*world.derived(given_runtimes), *(r for r in _shipped() if _installed(world, r))]:
        names = table.by_name.setdefault(runtime.namespace, {})
        # One among the manifests stands for the shipped one of its name.
        if names.setdefault(runtime.name, runtime) is runtime:
            for form in {f.name for f in runtime.formats}:
                table.by_format.setdefault((runtime.namespace, form), []).append(runtime)
    return table


def given_runtimes(world: World) -> list[Runtime]:
    """The runtimes among the manifests."""
    found = world.index.of_kind("ServingRuntime", "ClusterServingRuntime")
    return [_runtime(resource) for resource in found if resource.group == GROUP]


def _installed(world: World, runtime: Runtime) -> bool:
    kind = "ClusterServingRuntime"
    return not world.facts.knows(kind) or world.facts.exists(kind, "", runtime.name)


def _runtime(resource: Resource) -> Runtime:
    spec = mapping(resource.data, "spec")
    protocols = spec.get("protocolVersions")
    return Runtime(
        name=resource.name,
        namespace=resource.namespace if resource.kind == "ServingRuntime" else "",
        formats=tuple(_formats(resource)),
        protocols=[str(p) for p in protocols] if isinstance(protocols, list) else (),
        disabled=spec.get("disabled") is True,
        multi_model=spec.get("multiModel") is True,
        multi_node=bool(mapping(spec, "workerSpec")),
        resource=resource,
    )


def _formats(resource: Resource) -> Iterator[Format]:
    for _, item in items(resource.data, "spec", "supportedModelFormats"):
        version = item.get("version")
        text = "" if version is None else str(version)
        yield Format(str(item.get("name")), text, value(item, "autoSelect") is True)


@cache
def _shipped() -> tuple[Runtime, ...]:
    return tuple(
        Runtime(
            name=name,
            namespace="",
            formats=tuple(Format(f["name"], f.get("version", ""), f["auto"]) for f in facts["formats"]),
            protocols=facts["protocols"],
            multi_node=facts.get("multinode", False),
        )
        for name, facts in shipped()["runtimes"].items()
    )
