"""The model configuration in its four forms: fleet YAML data, Model, Triton's message, and text."""

from tritonfleet.modelconfig.decode import from_message
from tritonfleet.modelconfig.definition import ModelConfig
from tritonfleet.modelconfig.encode import to_message
from tritonfleet.modelconfig.text import parse, to_text

__all__ = ["ModelConfig", "from_message", "parse", "to_message", "to_text"]
