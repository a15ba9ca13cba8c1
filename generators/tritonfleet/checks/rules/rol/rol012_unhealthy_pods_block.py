"""ROL012: a PodDisruptionBudget lets broken pods go."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_PATH = ("spec", "unhealthyPodEvictionPolicy")


def check(world: World) -> Verdicts:
    for budget in world.index.of_kind("PodDisruptionBudget"):
        spec = mapping(budget.data, "spec")
        if spec.get("selector") and spec.get("unhealthyPodEvictionPolicy") != "AlwaysAllow":
            message = "pods that run and are not ready count against the budget, so they may block a drain"
            yield Breach(budget, _PATH, message, mend=Mend("set", _PATH, "AlwaysAllow"))


_BUDGET = """\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: bert, namespace: prod}
spec: {maxUnavailable: 1, POLICY selector: {matchLabels: {app: bert}}}
"""

RULE = Rule(
    id="ROL012",
    title="A drain waits for pods that are broken",
    severity=Severity.INFO,
    why="A node is to be drained for a driver upgrade or new MIG slices, and its pod hangs in CrashLoopBackOff "
    "or loads a model that fails: the eviction is refused, since too few pods are healthy, and the node hangs "
    "until somebody deletes it.",
    fix="set `unhealthyPodEvictionPolicy: AlwaysAllow`",
    sources=(
        "kubernetes/website:content/en/docs/tasks/run-application/configure-pdb.md",
        "kubernetes/kubernetes#72320",
    ),
    check=check,
    fails=_BUDGET.replace("POLICY ", ""),
    passes=_BUDGET.replace("POLICY", "unhealthyPodEvictionPolicy: AlwaysAllow,"),
)
