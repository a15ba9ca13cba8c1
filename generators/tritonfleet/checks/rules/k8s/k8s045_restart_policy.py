"""K8S045: the restart policy of pods is one that their controller allows."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_FOREVER = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController"})
_ENDING = frozenset({"Job", "CronJob"})


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        kind = workload.resource.kind
        policy = workload.spec.get("restartPolicy")
        path = (*workload.path, "spec", "restartPolicy")
        if kind in _FOREVER and policy not in (None, "Always"):
            mend = Mend("set", path, "Always")
            message = f"a {kind} takes only `restartPolicy: Always`, got {policy}"
            yield Breach(workload.resource, path, message, "drop the field", mend=mend)
        elif kind in _ENDING and policy in (None, "Always"):
            message = f"a {kind} needs `restartPolicy` OnFailure or Never" + (
                "" if policy is None else ", got Always"
            )
            yield Breach(workload.resource, path, message)


RULE = Rule(
    id="K8S045",
    title="The controller refuses the restart policy",
    severity=Severity.ERROR,
    why="The API server answers `Unsupported value` or `Required value`. The default is Always, which a Job "
    "cannot have, so a Job without the field is refused too.",
    fix="set OnFailure or Never in a Job or CronJob, and leave the field out elsewhere",
    sources=(
        "kubernetes/kubernetes:pkg/apis/batch/validation/validation.go",
        "kubernetes/kubernetes:pkg/apis/apps/validation/validation.go",
    ),
    check=check,
    fails="""\
apiVersion: batch/v1
kind: Job
metadata: {name: build-plan, namespace: prod}
spec: {template: {spec: {containers: [{name: trtexec, image: "tensorrt:26.07"}]}}}
""",
    passes="""\
apiVersion: batch/v1
kind: Job
metadata: {name: build-plan, namespace: prod}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: trtexec, image: "tensorrt:26.07"}]}}}
""",
)
