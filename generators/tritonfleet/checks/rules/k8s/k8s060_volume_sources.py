"""K8S060: a volume comes from exactly one place."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("volumes", ()):
        for number, volume in items(workload.spec, "volumes"):
            sources = [field for field, given in volume.items() if field != "name" and given is not None]
            path = (*workload.path, "spec", "volumes", number)
            if len(sources) > 1:
                message = f"volume `{volume.get('name')}` has {' and '.join(map(str, sources))}: one too many"
                yield Breach(workload.resource, path, message, "keep one of them")
            elif not sources:
                message = f"volume `{volume.get('name')}` has no source, so it is an empty directory"
                yield Breach(workload.resource, path, message, severity=Severity.WARNING)


RULE = Rule(
    id="K8S060",
    title="A volume has no source, or two",
    severity=Severity.ERROR,
    why="Two are refused: `may not specify more than 1 volume type`. With none, which a null value or wrong "
    "indentation gives, the API server silently makes it an emptyDir: the server starts and finds no model "
    "in its repository.",
    fix="state the source, such as `configMap`, `persistentVolumeClaim` or `emptyDir: {}`",
    sources=(
        "kubernetes/kubernetes:pkg/apis/core/v1/defaults.go",
        "kubernetes/kubernetes:pkg/apis/core/validation/validation.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: "tritonserver:26.07", volumeMounts: [{name: models, mountPath: /models}]}]
  volumes: [{name: models, emptyDir: {}, persistentVolumeClaim: {claimName: models}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: "tritonserver:26.07", volumeMounts: [{name: models, mountPath: /models}]}]
  volumes: [{name: models, emptyDir: null, persistentVolumeClaim: {claimName: models}}]
""",
)
