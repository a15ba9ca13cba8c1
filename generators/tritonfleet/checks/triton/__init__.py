"""Triton servers as the manifests describe them: their command lines, their pods and their models."""

from tritonfleet.checks.triton.configs import ModelConfigFile, model_configs
from tritonfleet.checks.triton.discovery import servers
from tritonfleet.checks.triton.server import Server
from tritonfleet.checks.triton.sets import ModelSet, model_sets

__all__ = ["ModelConfigFile", "ModelSet", "Server", "model_configs", "model_sets", "servers"]
