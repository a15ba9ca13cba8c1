"""K8S042: a pod that serves has a controller."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.serving import passing
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for pod in world.index.of_kind("Pod"):
        metadata = mapping(pod.data, "metadata")
        hook = any(str(key).startswith("helm.sh/hook") for key in mapping(metadata, "annotations"))
        once = value(pod.data, "spec", "restartPolicy") in ("Never", "OnFailure")
        owned = metadata.get("ownerReferences")
        if not hook and not once and not owned and id(pod) not in world.derived(passing):
            yield Breach(pod, ("kind",), "nothing makes this pod again when its node is gone")


RULE = Rule(
    id="K8S042",
    title="A pod that serves has no controller",
    severity=Severity.INFO,
    why="When its node is drained, repaired or preempted the pod is deleted and stays away: the kubelet "
    "restarts containers, but only a controller makes pods.",
    fix="use a Deployment, or a Job for work that ends",
    sources=("kubernetes/website:content/en/docs/concepts/configuration/overview.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "nvcr.io/nvidia/tritonserver:26.07-py3", args: [tritonserver]}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert-test, namespace: prod, annotations: {helm.sh/hook: test}}
spec: {containers: [{name: test, image: "curl:8.11"}]}
""",
)
