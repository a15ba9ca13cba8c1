"""How many pods a Rollout runs beside its old ones, at the most."""

from __future__ import annotations

import itertools
from math import ceil

from tritonfleet.checks.rollouts.argo import Rollout
from tritonfleet.checks.scaling.fields import integer


def extra_pods(rollout: Rollout, replicas: int) -> tuple[int, str]:
    """The most pods above ``replicas`` that an update needs, and why; 0 where replicas alone divide the traffic.

    Sources: argoproj/argo-rollouts:utils/replicaset/canary.go, docs/features/bluegreen.md.
    """
    if rollout.blue_green is not None:
        return replicas, "a blue-green update runs both versions in full before it switches"
    if rollout.canary is None or not rollout.routed:
        return 0, ""
    if rollout.canary.get("dynamicStableScale") is True:
        return _moving(rollout, replicas), "old pods go only after the traffic has left them"
    return replicas, "the stable version stays whole until the canary has its full size"


def _moving(rollout: Rollout, replicas: int) -> int:
    """With both sides moving, old pods of one step are still there while new ones of the next start."""
    weights = [integer(step.get("setWeight")) for _, step in rollout.steps]
    path = [0, *(weight for weight in weights if weight is not None and 0 <= weight <= 100), 100]
    pairs = itertools.pairwise(path)
    needed = (ceil(replicas * new / 100) + ceil(replicas * (100 - old) / 100) for old, new in pairs)
    return max(needed) - replicas
