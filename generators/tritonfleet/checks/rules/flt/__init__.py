"""Rules about the fleet file."""
