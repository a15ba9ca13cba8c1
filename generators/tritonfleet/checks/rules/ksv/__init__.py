"""Rules about KServe."""
