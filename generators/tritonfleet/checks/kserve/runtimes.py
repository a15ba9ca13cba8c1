"""Serving runtimes: those among the manifests, and those that KServe ships.

Source: kserve/kserve:pkg/apis/serving/v1beta1/predictor_model.go (RuntimeSupportsModel).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from tritonfleet.checks.kserve.services import GROUP, Model
from tritonfleet.checks.kserve.shipped import shipped
from tritonfleet.checks.objects import Resource, items, mapping, value
from tritonfleet.checks.world import World


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


def given_runtimes(world: World) -> list[Runtime]:
    """The runtimes among the manifests."""
    found = world.index.of_kind("ServingRuntime", "ClusterServingRuntime")
    return [_runtime(resource) for resource in found if resource.group == GROUP]


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
def shipped_runtimes() -> tuple[Runtime, ...]:
    """The runtimes of KServe's own release."""
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
