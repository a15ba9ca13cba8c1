"""Triton servers as the manifests describe them: their command lines, their pods and their models."""

from tritonfleet.checks.triton.discovery import servers
from tritonfleet.checks.triton.server import Server

__all__ = ["Server", "servers"]
