"""NVIDIA mig-parted's configuration, strictly: how the GPUs of a node are cut.

Source: NVIDIA/mig-parted:api/spec/v1/spec.go (v0.15.0). Its own parser takes a device filter that matches no GPU and
layouts that overlap; here both are mistakes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.charts.rules import JsonSchema, Rule
from tritonfleet.charts.types import Name, Values, pattern
from tritonfleet.spec.gpu import MigProfile

ConfigName = Annotated[str, pattern(r"^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$")]
"""What a configuration is called: nodes choose it by the value of a label."""

DeviceFilter = Annotated[str, pattern(r"^0x[0-9A-Fa-f]{4}10[Dd][Ee](:0x[0-9A-Fa-f]{8})?$")]
"""PCI device and vendor as one number, and those of the subsystem. mig-parted takes any number, and ignores typos.

Source: NVIDIA/mig-parted:api/spec/v1/helpers.go, pkg/types/device.go.
"""

GpuIndex = Annotated[int, Field(ge=0, le=63)]
Instances = Annotated[int, Field(ge=1, le=7)]


@dataclass(frozen=True, slots=True)
class InstancesWhereEnabled:
    """``mig-devices`` is given where ``mig-enabled`` is true, and nowhere else. ``{}`` cuts nothing yet."""

    def schema(self) -> JsonSchema:
        enabled = {"required": ["mig-enabled"], "properties": {"mig-enabled": {"const": True}}}
        needed = {"required": ["mig-devices"], "properties": {"mig-devices": {"type": "object"}}}
        refused = {"properties": {"mig-devices": {"type": ["object", "null"], "maxProperties": 0}}}
        return {"if": enabled, "then": needed, "else": refused}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        if values["mig-enabled"]:
            return "mig-devices is needed when mig-enabled is true" if values["mig-devices"] is None else None
        return "mig-devices needs mig-enabled: true" if values["mig-devices"] else None


class MigEntry(Values):
    """How some GPUs of a node are cut."""

    rules: ClassVar[tuple[Rule, ...]] = (InstancesWhereEnabled(),)

    device_filter: DeviceFilter | Annotated[list[DeviceFilter], Field(min_length=1)] | None = Field(
        None, alias="device-filter", description="PCI ids of the GPUs meant; null is every GPU."
    )
    devices: Literal["all"] | Annotated[list[GpuIndex], Field(min_length=1)] = Field(
        description="Indices of the GPUs on the node."
    )
    mig_enabled: bool = Field(alias="mig-enabled", description="Whether MIG mode is on.")
    mig_devices: dict[MigProfile, Instances] | None = Field(
        None, alias="mig-devices", description="Instances of each profile on each of the GPUs."
    )

    def meets(self, other: MigEntry) -> bool:
        """Whether some GPU could be meant by both."""
        mine, theirs = self._filters(), other._filters()
        # A PCI id holds all its subsystems, whose filters begin with it.
        products = any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs)
        everywhere = "all" in (self.devices, other.devices)
        return products and (everywhere or bool({*self.devices} & {*other.devices}))

    def _filters(self) -> list[str]:
        """The filters in one case; one that everything begins with where there is none."""
        given = self.device_filter or ""
        return [text.lower() for text in ([given] if isinstance(given, str) else given)]


class MigParted(Values):
    """The ConfigMap for NVIDIA's MIG manager."""

    name: Name | None = Field(
        None, description="Name of the ConfigMap; null is that of the objects, and mig-parted."
    )
    configs: dict[ConfigName, Annotated[list[MigEntry], Field(min_length=1)] | None] = Field(
        default_factory=dict,
        description="What the label nvidia.com/mig.config chooses from; empty creates no ConfigMap.",
    )

    @model_validator(mode="after")
    def _disjoint(self) -> Self:
        """A GPU that two entries mean gets the later one; no schema can compare them."""
        for name, entries in self.configs.items():
            for (i, first), (j, second) in combinations(enumerate(entries or []), 2):
                if first.meets(second):
                    raise PydanticCustomError(
                        "disjoint",
                        "configs.{name}: entries {i} and {j} mean the same GPUs, and the later would win",
                        {"name": name, "i": i, "j": j},
                    )
        return self
