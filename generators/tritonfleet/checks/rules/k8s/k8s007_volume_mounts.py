"""K8S007: every mount has its volume, and every volume a mount."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Workload, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        declared = _declared(workload)
        used = set()
        for path, container in workload.containers:
            for field in ("volumeMounts", "volumeDevices"):
                for number, mount in items(container, field):
                    name = str(mount.get("name"))
                    used.add(name)
                    if name not in declared:
                        where = (*path, field, number, "name")
                        yield Breach(
                            workload.resource, where, f"the pod has no volume `{name}`", _hint(name, declared)
                        )
        for name, where in declared.items():
            if where and name not in used:
                message = f"volume `{name}` is mounted nowhere"
                yield Breach(workload.resource, where, message, "mount it, or drop it", Severity.WARNING)


def _declared(workload: Workload) -> dict[str, Path]:
    """The pod's volumes; a claim template of a StatefulSet is one too, and has no path to report."""
    volumes: dict[str, Path] = {
        str(mapping(claim, "metadata").get("name")): ()
        for _, claim in items(workload.resource.data, "spec", "volumeClaimTemplates")
    }
    for number, volume in items(workload.spec, "volumes"):
        volumes[str(volume.get("name"))] = (*workload.path, "spec", "volumes", number, "name")
    return volumes


def _hint(name: str, declared: dict[str, Path]) -> str:
    from tritonfleet.suggest import suggest

    return suggest(name, declared)


RULE = Rule(
    id="K8S007",
    title="A volume mount and the volumes disagree",
    severity=Severity.ERROR,
    why="`kubectl apply` answers `volumeMounts[0].name: Not found` to a mount without a volume. A volume "
    "that nothing mounts is a leftover or a missing mount: /dev/shm sized on the pod but not mounted in "
    "Triton's container leaves Triton with 64 MiB.",
    fix="use the same name in `volumes` and `volumeMounts`",
    sources=(
        "kubernetes/kubernetes:pkg/apis/core/validation/validation.go",
        "triton-inference-server/server#4869",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    volumeMounts: [{name: sharedmemory, mountPath: /dev/shm}]
  volumes: [{name: shared-memory, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    volumeMounts: [{name: shared-memory, mountPath: /dev/shm}]
  volumes: [{name: shared-memory, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]
""",
)
