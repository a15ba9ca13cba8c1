"""The model configurations that lie in ConfigMaps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.errors import Problem

CONFIG = "config.pbtxt"
SUFFIX = ".pbtxt"
TEMPLATED = re.compile(r"\$\{\w+[^}]*\}|\{\{")
"""A placeholder that is filled in later, as the TensorRT-LLM backend's templates have."""


@dataclass(frozen=True)
class ModelConfigFile:
    """One model configuration in a ConfigMap.

    message: Triton's ModelConfig; None if the text is none, and then ``problem`` says why and where in it.
    """

    config_map: Resource
    key: str
    text: str
    message: Any
    problem: Problem | None

    @property
    def path(self) -> Path:
        """The field that holds it."""
        return ("data", self.key)

    @property
    def name(self) -> str:
        """The model's name as far as the file tells it: its field ``name``, else what its key begins with."""
        stated = self.message.name if self.message is not None else ""
        return stated or self.key.removesuffix(SUFFIX).removesuffix(".config")


def model_configs(world: World) -> list[ModelConfigFile]:
    """Every config.pbtxt (and variant) in a ConfigMap, read strictly."""
    return list(world.derived(by_place).values())


def by_place(world: World) -> dict[tuple[int, str], ModelConfigFile]:
    """The same by identity (``id``) of the ConfigMap and key."""
    found: dict[tuple[int, str], ModelConfigFile] = {}
    read: dict[str, tuple[Any, Problem | None]] = {}
    for config_map in world.index.of_kind("ConfigMap"):
        for key, text in mapping(config_map.data, "data").items():
            if isinstance(key, str) and key.endswith(SUFFIX) and isinstance(text, str):
                if text not in read:
                    read[text] = _read(text)
                found[id(config_map), key] = ModelConfigFile(config_map, key, text, *read[text])
    return found


def _read(text: str) -> tuple[Any, Problem | None]:
    """The message that a text stands for, or why it is none. Copies of a model in many namespaces are read once."""
    from tritonfleet.errors import InputError
    from tritonfleet.modelconfig.text import parse

    try:
        return parse(text, ""), None
    except InputError as error:
        return None, error.problems[0]
