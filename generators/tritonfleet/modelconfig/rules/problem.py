"""What a rule needs to know, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tritonfleet.checks.finding import Severity
from tritonfleet.modelconfig.definition import ModelConfig

Path = tuple[str | int, ...]
"""Where in the model's YAML, from the model down. A group of ``instanceGroups`` is its position."""


class Flaw(NamedTuple):
    """One thing that is wrong with one model."""

    path: Path
    message: str
    fix: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class ModelProblem:
    """A flaw, the rule that found it and the model it is about."""

    rule: str
    model: str
    path: Path
    message: str
    fix: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Layout:
    """What a model's folder holds.

    versions: the usable ones.  files: names in the folder of the first.  beside: files next to the versions.
    completes: whether the model's own code completes its configuration (Python's ``auto_complete_config``).
    """

    versions: tuple[int, ...]
    files: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    completes: bool = False


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The server runs with ``--rate-limit=execution_count``.

    resources: those of ``--rate-limit-resource``, amount by (name, device); device None is every device.
    Empty: the server allows what the models ask for.
    """

    resources: Mapping[tuple[str, int | None], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the server that is to load the models.

    gpus: how many it sees; None if that is not known.
    autocomplete: whether backends may fill in what a configuration leaves out (Triton's default).
    layouts: folders of the models that are at hand.
    rate_limit: None while the server ignores rate limiters (Triton's default).
    """

    gpus: int | None = None
    autocomplete: bool = True
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    rate_limit: RateLimit | None = None


Rule = Callable[[ModelConfig, Facts], Iterator[Flaw]]
"""A rule about one model; the message is normalised the way Triton does before it validates."""

FleetRule = Callable[[Mapping[str, ModelConfig], Facts], Iterator[tuple[str, Flaw]]]
"""A rule about models together; it says which model is at fault."""
