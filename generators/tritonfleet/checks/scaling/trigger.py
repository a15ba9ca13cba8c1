"""One trigger of a ScaledObject or a ScaledJob."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, items, mapping

_RESOURCE_TYPES = ("cpu", "memory")


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger of a ScaledObject or a ScaledJob. ``path`` leads to it; ``metric_type`` has its default."""

    owner: Resource
    path: Path
    type: str
    name: str
    metric_type: str
    data: Mapping[str, Any]
    metadata: Mapping[str, Any]

    def at(self, key: str) -> Path:
        """The path of a metadata value."""
        return (*self.path, "metadata", key)

    def text(self, key: str) -> str:
        """A metadata value; empty when there is none, or it is no text."""
        found = self.metadata.get(key)
        return found if isinstance(found, str) else ""

    def flag(self, key: str, default: bool) -> bool:
        """A boolean in metadata, as Go reads one."""
        text = self.text(key)
        return default if not text else text in ("1", "t", "T", "true", "TRUE", "True")

    def number(self, key: str) -> float | None:
        """A number in metadata; None when there is none, or it is no number."""
        try:
            return float(self.text(key))
        except ValueError:
            return None

    @property
    def is_resource(self) -> bool:
        """Whether it reads CPU or memory of the pods: Kubernetes' metrics, not KEDA's."""
        return self.type in _RESOURCE_TYPES

    @property
    def label(self) -> str:
        """How a message names it."""
        return f"trigger `{self.name}`" if self.name else f"{self.type} trigger {self.path[-1]}"


def triggers_of(owner: Resource) -> tuple[Trigger, ...]:
    """The triggers of one object, in their order."""
    return tuple(
        Trigger(
            owner=owner,
            path=("spec", "triggers", number),
            type=str(trigger.get("type") or ""),
            name=str(trigger.get("name") or ""),
            metric_type=str(trigger.get("metricType") or "AverageValue"),
            data=trigger,
            metadata=mapping(trigger, "metadata"),
        )
        for number, trigger in items(owner.data, "spec", "triggers")
    )
