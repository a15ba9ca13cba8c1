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
    ``default``: whether the exporter writes it unless told otherwise; ``default_since``: from which release on.
    ``unit`` is that of a sample (``us``, ``ms``, ``s``, ``bytes``, ``mib``, ``ratio``, ``percent``, …), empty for
    a number of things. ``instead``: the metric that took its place. ``about``: what it counts, in one line;
    ``excludes``: what one might think it counts, and it does not, and other traps. ``absent_if``: why an exporter
    that has it may not write it.
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
    default_since: str = ""
    mig: bool = True
    instead: str = ""
    decoupled_until: str = ""
    absent_if: str = ""
    about: str = ""
    excludes: tuple[str, ...] = ()

    def series(self) -> tuple[str, ...]:
        """The names under which its series are stored."""
        match self.kind:
            case Kind.HISTOGRAM:
                return tuple(self.name + suffix for suffix in ("_bucket", "_sum", "_count"))
            case Kind.SUMMARY:
                return (self.name, self.name + "_sum", self.name + "_count")
            case _:
                return (self.name,)


@dataclass(frozen=True, slots=True)
class Exporter:
    """A program that writes metrics, by their names and (``series``) by those under which they are stored.

    ``complete``: beginnings of names of which every one is known. ``tags``: how labels begin that a user may add.
    ``labels_open``: whether configuration may add any label. ``renamed_labels``: old name → (new, last release
    with the old). ``mistaken_labels``: other exporters' name for one of its labels → its own. ``added_labels``:
    label → what must be set for the exporter to write it.
    """

    name: str
    metrics: Mapping[str, Metric]
    series: Mapping[str, Metric]
    source: str = ""
    about: str = ""
    complete: tuple[str, ...] = ()
    tags: str = ""
    labels_open: bool = False
    renamed_labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    mistaken_labels: Mapping[str, str] = field(default_factory=dict)
    added_labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TargetLabel:
    """A label that a monitor of the Prometheus operator gives every series of a target.

    ``value``: where it comes from. ``setting``: the field that changes that, or that must be set for it.
    ``always``: whether every target has it.
    """

    name: str
    value: str
    setting: str = ""
    always: bool = True
