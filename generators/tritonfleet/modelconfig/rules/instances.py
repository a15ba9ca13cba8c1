"""R20 to R22: instance groups.

Source: triton-inference-server/core:src/model_config_utils.cc, NormalizeInstanceGroup, ValidateInstanceGroup.
R19, at least one group, cannot fail: Triton adds one. Ensembles have none (R18).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tritonfleet.modelconfig.definition import Message, ModelConfig
from tritonfleet.modelconfig.rules.names import value_name
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Path

_TENSORRT = "tensorrt_plan"
_INTEGER = re.compile(r"\s*\+?\d+")


def _groups(config: ModelConfig) -> Iterator[tuple[Path, Message]]:
    if not config.HasField("ensemble_scheduling"):
        for index, group in enumerate(config.instance_group):
            yield ("instanceGroups", index), group


def _kind(group: Message, facts: Facts) -> str:
    """The kind Triton settles on: AUTO becomes CPU without GPUs, or when one of those named is absent."""
    kind = value_name(group, "kind").removeprefix("KIND_")
    if kind != "AUTO" or facts.gpus is None:
        return kind
    return "GPU" if facts.gpus and all(0 <= gpu < facts.gpus for gpu in group.gpus) else "CPU"


def gpus_of_kind(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R20: only groups of kind GPU name GPUs."""
    for path, group in _groups(config):
        kind = _kind(group, facts)
        if group.gpus and kind in {"CPU", "MODEL"}:
            chosen = "" if group.kind else f", which AUTO becomes with {facts.gpus} GPUs"
            yield Flaw(
                (*path, "gpus"),
                f"a group of kind {kind}{chosen} names GPUs",
                "leave out gpus, or use kind: GPU",
            )


def gpus_present(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R21: the GPUs a group asks for are among those the server sees."""
    if facts.gpus is None:
        return
    for path, group in _groups(config):
        if _kind(group, facts) != "GPU":
            continue
        if not facts.gpus:
            yield Flaw(
                (*path, "kind"),
                "a group of kind GPU, but the server has none",
                "use kind: CPU, or ask for a GPU",
            )
        for index, gpu in enumerate(group.gpus):
            if facts.gpus and not 0 <= gpu < facts.gpus:
                message = f"GPU {gpu} is not there: the server sees {facts.gpus}, counted from 0"
                yield Flaw(
                    (*path, "gpus", index), message, f"use {_indices(facts.gpus)}, or ask for more GPUs"
                )


def _indices(gpus: int) -> str:
    return "0" if gpus == 1 else f"0 to {gpus - 1}"


def profiles(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R22: optimization profiles are TensorRT's, and are numbers from 0 on."""
    for path, group in _groups(config):
        if group.profile and config.platform != _TENSORRT:
            yield Flaw((*path, "profiles"), "only TensorRT models have profiles", "leave out profiles")
            continue
        for index, profile in enumerate(group.profile):
            if not _INTEGER.match(profile):
                yield Flaw(
                    (*path, "profiles", index), f"profile {profile!r} is no number from 0 on", 'use e.g. "0"'
                )
