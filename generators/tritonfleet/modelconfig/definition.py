"""Triton's own ModelConfig message, from the ``tritonclient`` package.

Source: triton-inference-server/common:protobuf/model_config.proto, compiled as
``tritonclient/grpc/model_config_pb2.py``.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

ModelConfig: TypeAlias = Any
"""A message ``inference.ModelConfig``. Protobuf makes its class at run time, so it has no static type."""

Message: TypeAlias = Any
"""Any message inside a ModelConfig."""

ENSEMBLE = "ensemble"
"""The platform of a model that is made of others."""

_MODULE = "tritonclient.grpc.model_config_pb2"


@cache
def module() -> ModuleType:
    """The module that defines the message.

    Loaded from its file, because importing the package ``tritonclient.grpc`` would import gRPC and numpy. It
    is entered under its real name, so that a later import of the package finds it and defines nothing twice.
    """
    if _MODULE in sys.modules:
        return sys.modules[_MODULE]
    package = find_spec("tritonclient")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("the package tritonclient is not installed", name="tritonclient")
    file = Path(package.submodule_search_locations[0], "grpc", "model_config_pb2.py")
    spec = spec_from_file_location(_MODULE, file)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"{file} cannot be loaded", name=_MODULE)
    loaded = module_from_spec(spec)
    sys.modules[_MODULE] = loaded
    try:
        spec.loader.exec_module(loaded)
    except BaseException:
        del sys.modules[_MODULE]
        raise
    return loaded


def new(**fields: Any) -> ModelConfig:
    """A new ModelConfig message."""
    return module().ModelConfig(**fields)
