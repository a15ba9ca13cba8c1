"""Triton's validation rules that need no GPU, with Triton's own verdict."""

from tritonfleet.modelconfig.rules.problem import Layout, ModelProblem, RateLimit
from tritonfleet.modelconfig.rules.validate import validate, validate_models

__all__ = ["Layout", "ModelProblem", "RateLimit", "validate", "validate_models"]
