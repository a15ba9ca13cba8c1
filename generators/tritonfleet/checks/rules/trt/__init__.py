"""Rules about Triton: its flags, its model configuration, its pods."""
