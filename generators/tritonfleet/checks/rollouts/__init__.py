"""Rollouts as rules see them: how pods are replaced, what that takes of the GPUs, and who judges the new ones."""
