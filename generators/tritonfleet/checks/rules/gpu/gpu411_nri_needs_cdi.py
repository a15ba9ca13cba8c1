"""GPU411: the NRI plugin has the CDI and the toolkit that it needs."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.policy import policies
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_NEEDED = (("cdi", "enabled"), ("toolkit", "enabled"))


def check(world: World) -> Verdicts:
    for policy in policies(world):
        if policy.get("cdi", "nriPluginEnabled") is not True:
            continue
        for field in _NEEDED:
            if policy.get(*field) is False:
                message = f"`cdi.nriPluginEnabled` is `true`, and `{'.'.join(field)}` is `false`"
                yield Breach(policy.resource, ("spec", *field), message)


RULE = Rule(
    id="GPU411",
    title="The NRI plugin is on without what it needs",
    severity=Severity.ERROR,
    why="The operator's chart refuses the combination, and set in the ClusterPolicy itself it leaves "
    "containers without their GPUs: the plugin injects devices through CDI, whose specifications the "
    "toolkit writes.",
    fix="switch on cdi.enabled and toolkit.enabled, or switch off cdi.nriPluginEnabled",
    sources=("NVIDIA/gpu-operator:deployments/gpu-operator/templates/validations.yaml",),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  cdi: {enabled: false, nriPluginEnabled: true}
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  cdi: {enabled: true, nriPluginEnabled: true}
""",
)
