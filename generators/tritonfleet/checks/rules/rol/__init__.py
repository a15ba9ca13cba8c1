"""Rules about rollouts."""
