"""What the catalogue says about a metric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The type that the exporter declares."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"
    SUMMARY = "summary"


class Scope(StrEnum):
    """What one sample describes. Everything on a GPU or a node repeats a GPU's or a node's."""

    MODEL = "model"
    SERVER = "server"
    GPU = "gpu"
    NODE = "node"


@dataclass(frozen=True, slots=True)
class Switch:
    """What must be on for a metric to exist. ``on`` shows how to switch it on.

    ``flag``: a flag of tritonserver that is true or false. ``setting``: a key of ``--metrics-config``.
    """

    name: str
    default: bool
    on: str
    flag: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric, under the name that the exporter declares: without ``_bucket``, ``_sum``, ``_count``.

    ``labels`` are those that it always has, ``optional`` those it has under conditions; ``label_since`` tells
    from which release on a label is there. ``since`` and ``until``: first and last release, empty for "all".
    ``unit`` is that of a sample (``us``, ``ms``, ``s``, ``bytes``, ``mib``, ``ratio``, ``percent``, …), empty for
    a number of things. ``instead``: the metric that took its place.
    """

    name: str
    exporter: str
    kind: Kind
    source: str
    unit: str = ""
    labels: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    label_since: Mapping[str, str] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    switch: Switch | None = None
    scope: Scope | None = None
    default: bool = True
    mig: bool = True
    instead: str = ""
    decoupled_until: str = ""

    def series(self) -> tuple[str, ...]:
        """The names under which its series are stored."""
        match self.kind:
            case Kind.HISTOGRAM:
                return tuple(self.name + suffix for suffix in ("_bucket", "_sum", "_count"))
            case Kind.SUMMARY:
                return (self.name, self.name + "_sum", self.name + "_count")
            case _:
                return (self.name,)
