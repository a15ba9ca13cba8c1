"""Triton's model configuration: written, read, validated and imported."""
