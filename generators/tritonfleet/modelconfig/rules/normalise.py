"""What Triton fills in by itself before it validates, whatever the backend.

Source: triton-inference-server/core:src/model_config_utils.cc, AutoCompleteBackendFields and
NormalizeModelConfig.
"""

from __future__ import annotations

from typing import NamedTuple

from tritonfleet.modelconfig.definition import ModelConfig
from tritonfleet.modelconfig.rules.problem import Layout


class _Known(NamedTuple):
    """A backend Triton can tell from a platform or from the name of the model's file."""

    backend: str
    filename: str
    platforms: tuple[str, ...] = ()


_KNOWN = (
    _Known("tensorflow", "model.savedmodel", ("tensorflow_savedmodel",)),
    _Known("tensorflow", "model.graphdef", ("tensorflow_graphdef",)),
    _Known("tensorrt", "model.plan", ("tensorrt_plan",)),
    _Known("onnxruntime", "model.onnx", ("onnxruntime_onnx",)),
    _Known("openvino", "model.xml"),
    _Known("pytorch", "model.pt", ("pytorch_libtorch", "libtorch")),
    _Known("pytorch", "model.pt2", ("torch_aoti",)),
    _Known("python", "model.py"),
)

_PLATFORM_FROM_FILE = {"tensorflow"}
"""Backends whose platform follows from the file, not from the backend alone."""


def normalised(name: str, message: ModelConfig, layout: Layout | None) -> ModelConfig:
    """A copy with name, backend, platform, file name and version policy filled in as Triton would."""
    copy = type(message)()
    copy.CopyFrom(message)
    copy.name = copy.name or name
    _fill_backend(copy, layout.files if layout and layout.versions else frozenset())
    if not copy.HasField("version_policy"):
        copy.version_policy.latest.num_versions = 1
    return copy


def backend_of_files(files: frozenset[str]) -> str:
    """The backend that Triton deduces from the names in a version's folder; "" if from none of them."""
    return next((known.backend for known in _KNOWN if known.filename in files), "")


def _fill_backend(config: ModelConfig, files: frozenset[str]) -> None:
    known = _deduced(config, files)
    if known is not None:
        config.backend = config.backend or known.backend
        if known.platforms:
            config.platform = config.platform or known.platforms[0]
        config.default_model_filename = config.default_model_filename or known.filename
    elif not (config.backend or config.platform or config.default_model_filename):
        config.backend = config.name.partition(".")[2]


def _deduced(config: ModelConfig, files: frozenset[str]) -> _Known | None:
    """The known backend the configuration means: by platform, by backend, by file name, by folder."""
    candidates = [known for known in _KNOWN if config.backend in ("", known.backend)]
    if config.platform:
        return next((known for known in candidates if config.platform in known.platforms), None)
    if config.backend and config.backend not in _PLATFORM_FROM_FILE:
        return next(iter(candidates), None)
    filename = config.default_model_filename
    if not filename:
        return next((known for known in candidates if known.filename in files), None)
    named = next((known for known in candidates if known.filename == filename), None)
    if named is None or named.backend in _PLATFORM_FROM_FILE:
        return named
    return next(known for known in _KNOWN if known.backend == named.backend)
