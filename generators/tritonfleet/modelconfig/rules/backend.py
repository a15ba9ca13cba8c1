"""R2, R3, R4, R27: which backend runs the model.

Source: triton-inference-server/core:src/model_config_utils.cc, ValidateModelConfig.
"""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.modelconfig.definition import ENSEMBLE, ModelConfig
from tritonfleet.modelconfig.rules.problem import Facts, Flaw

_PLATFORMS = {
    "tensorflow": ("tensorflow_savedmodel", "tensorflow_graphdef"),
    "tensorrt": ("tensorrt_plan",),
    "onnxruntime": ("onnxruntime_onnx",),
    "pytorch": ("pytorch_libtorch",),
}
"""Platforms Triton accepts with its own backends; any platform goes with any other backend.

``libtorch`` and ``torch_aoti`` lead to the backend pytorch and are then refused, as of 26.06
(GetBackendTypeFromPlatform).
"""

_NAME_ONE = "set backend, e.g. onnxruntime, tensorrt, pytorch or python"


def named(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R2: a backend or a platform is named, or follows from the name of the model's file."""
    if config.default_model_filename and not config.platform and not config.backend:
        yield Flaw((), f"no backend is known for the file {config.default_model_filename}", _NAME_ONE)


def deducible(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R27: with neither, Triton looks for a known file, then takes what follows the first dot of the name."""
    if config.backend or config.platform or config.default_model_filename:
        return
    if config.name in facts.layouts:
        yield Flaw((), "no backend is named, and no file in the version's folder tells one", _NAME_ONE)
    else:
        message = "no backend is named: Triton will have to tell it from the model's files"
        yield Flaw((), message, _NAME_ONE, Severity.INFO)


def platform_known(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R3: a platform that names no backend needs one; Triton's own backends have platforms of their own."""
    if not config.backend and config.platform not in ("", ENSEMBLE):
        fix = f"set backend, or one of {', '.join(p for known in _PLATFORMS.values() for p in known)}"
        yield Flaw(("platform",), f"platform {config.platform} is none that Triton knows", fix)
    allowed = _PLATFORMS.get(config.backend)
    if allowed and config.platform not in (*allowed, ENSEMBLE):
        shown = f"platform {config.platform}" if config.platform else "no platform"
        fix = f"set platform to {' or '.join(allowed)}"
        yield Flaw(("platform",), f"Triton refuses backend {config.backend} with {shown}", fix)


def ensemble_platform(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R4: an ensemble has platform ensemble, no backend, and steps; nothing else has steps."""
    if config.platform == ENSEMBLE and config.backend:
        yield Flaw(("backend",), f"an ensemble has no backend, this one has {config.backend}", "leave it out")
    has_steps = config.HasField("ensemble_scheduling")
    if has_steps and config.platform != ENSEMBLE:
        yield Flaw(
            ("ensemble",), "only a model of platform ensemble has steps", "set platform: ensemble, no backend"
        )
    if config.platform == ENSEMBLE and not has_steps:
        yield Flaw(("platform",), "an ensemble needs steps", "add ensemble: {steps: […]}")
