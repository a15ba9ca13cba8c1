"""A number with the reason it was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Derived(Generic[T]):
    """A value that tritonfleet chose, its unit if it has one, and why. ``plan --explain`` prints the reason."""

    value: T
    reason: str
    unit: str = ""
