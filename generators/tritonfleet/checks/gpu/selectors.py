"""What CEL selectors read of NVIDIA's devices, and what the DRA driver publishes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tritonfleet.checks.gpu.claims import NVIDIA, Ask, Claim, claims, expressions
from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.world import World
from tritonfleet.paths import catalog_file

_READ = re.compile(
    r"device\.(attributes|capacity)\[\s*(['\"])([^'\"]+)\2\s*\](?:\.(\w+)|\[\s*['\"](\w+)['\"]\s*\])"
)
_EQUALS = r"\s*==\s*(['\"])(.*?)\1"


@dataclass(frozen=True, slots=True)
class Reading:
    """A selector reads ``device.<what>['<domain>'].<name>``. ``ask`` is None in a DeviceClass."""

    resource: Resource
    path: Path
    expression: str
    what: str
    domain: str
    name: str
    ask: Ask | None
    end: int

    @property
    def literal(self) -> str | None:
        """The text that it must equal; None where it is compared otherwise."""
        match = re.compile(_EQUALS).match(self.expression, self.end)
        return match[2] if match else None

    @property
    def guarded(self) -> bool:
        """Whether the expression first asks if the name is there, so that its absence is no error."""
        return "has(" in self.expression or f"'{self.name}' in" in self.expression or ".?" in self.expression


@dataclass(frozen=True, slots=True)
class Published:
    """Names that devices have: ``attributes`` by type of device, ``others`` of any; ``withdrawn`` → since when not."""

    attributes: Mapping[str, Collection[str]]
    others: Sequence[str]
    prefixes: Sequence[str]
    capacities: Sequence[str]
    capacity_prefixes: Sequence[str]
    withdrawn: Mapping[str, str]
    device_classes: Mapping[str, str]
    config: Mapping[str, Any]

    def has_attribute(self, name: str) -> bool:
        """Whether some device has the attribute."""
        known = any(name in names for names in self.attributes.values()) or name in self.others
        return known or name.startswith(tuple(self.prefixes))

    def has_capacity(self, name: str) -> bool:
        """Whether some device has the capacity."""
        return name in self.capacities or name.startswith(tuple(self.capacity_prefixes))


@cache
def published() -> Published:
    """The catalogue, read once."""
    from tritonfleet import yamlio

    known, more = (_load(yamlio.load, yamlio.read_text, name) for name in ("dra.yaml", "dra_selectors.yaml"))
    classes = {name: entry["type"] for name, entry in known["deviceClasses"].items()}
    return Published(
        attributes={kind: known["attributes"][kind] for kind in ("gpu", "mig")},
        others=more["attributes"]["names"],
        prefixes=more["attributes"]["prefixes"],
        capacities=more["capacities"]["names"],
        capacity_prefixes=more["capacities"]["prefixes"],
        withdrawn=more["withdrawn"]["names"],
        device_classes=classes | dict.fromkeys(more["deviceClasses"]["names"], ""),
        config=more["config"],
    )


def _load(load: Any, read_text: Any, name: str) -> Any:
    return load(read_text(catalog_file(name)), f"catalog/{name}")


def readings(world: World) -> list[Reading]:
    """Everything that selectors of claims and DeviceClasses read, of any driver's devices."""
    return world.derived(_readings)


def of_nvidia(world: World) -> Iterator[Reading]:
    """What selectors read of NVIDIA's devices."""
    return (one for one in readings(world) if one.domain == NVIDIA)


def _readings(world: World) -> list[Reading]:
    found = [one for claim in claims(world) for ask in claim.asks for one in _of_ask(claim, ask)]
    for device_class in world.index.of_kind("DeviceClass"):
        for path, expression in expressions(mapping(device_class.data, "spec"), ("spec",)):
            found += _of_expression(device_class, path, expression, None)
    return found


def _of_ask(claim: Claim, ask: Ask) -> Iterator[Reading]:
    for path, expression in ask.selectors:
        yield from _of_expression(claim.resource, path, expression, ask)


def _of_expression(resource: Resource, path: Path, expression: str, ask: Ask | None) -> Iterator[Reading]:
    for match in _READ.finditer(expression):
        name = match[4] or match[5]
        yield Reading(resource, path, expression, match[1], match[3], name, ask, match.end())
