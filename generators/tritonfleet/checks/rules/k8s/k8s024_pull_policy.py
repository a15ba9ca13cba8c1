"""K8S024: an image may be pulled."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.pods import (
    containers_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for container in world.derived(containers_with).get("imagePullPolicy", ()):
        if container.data.get("imagePullPolicy") == "Never":
            message = (
                f"`imagePullPolicy: Never` in `{container.name}` needs the image on every node beforehand"
            )
            path = (*container.path, "imagePullPolicy")
            mend = Mend("set", path, "IfNotPresent")
            yield Breach(container.workload.resource, path, message, mend=mend)


RULE = Rule(
    id="K8S024",
    title="An image is never pulled",
    severity=Severity.WARNING,
    why="On a node that does not have the image the pod stays in ErrImageNeverPull: a new node, a drained pod, "
    "a scale-up. The setting is a leftover of local clusters, where images are loaded by hand.",
    fix="use IfNotPresent with a tag that is never moved",
    sources=("kubernetes/website:content/en/docs/concepts/containers/images.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", imagePullPolicy: Never}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", imagePullPolicy: IfNotPresent}]}
""",
)
