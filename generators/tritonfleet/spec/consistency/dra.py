"""Dynamic resource allocation: what is asked for can be claimed, and the cluster can hand it out.

The numbers are in catalog/dra.yaml, each with its source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tritonfleet.dra import facts
from tritonfleet.spec.cluster import Cluster, Pool
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, written_at
from tritonfleet.spec.consistency.dra_driver import check_driver
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.tools.version import Version

DRA_GATE = "DynamicResourceAllocation"
ClusterRule = Callable[[Key, Cluster], Iterator[Broken]]
"""A rule about one cluster that has pools served by DRA, given where it is written."""


def check_dra(file: FleetFile) -> Iterator[Broken]:
    """Rules about each cluster with a pool whose GPUs are handed out by DRA."""
    for name, cluster in file.fleet.clusters.items():
        if _pools(cluster, "dra"):
            for rule in CLUSTER_RULES:
                yield from rule(("clusters", name), cluster)


def _declared(path: Key, cluster: Cluster) -> Iterator[Broken]:
    if cluster.dra is None:
        pool = next(iter(_pools(cluster, "dra")))
        message = f"pool {pool} hands its GPUs out by DRA, and the cluster declares no DRA driver"
        yield Broken("FLT040", path, message, "add `dra: {driver: …}` with its version")


def _kubernetes(path: Key, cluster: Cluster) -> Iterator[Broken]:
    least = facts().requirements["kubernetes"]
    gates = cluster.dra.kubernetes_feature_gates if cluster.dra else {}
    if Version.parse(cluster.kubernetes) < least:
        message = (
            f"DRA needs Kubernetes {least.major}.{least.minor}, and this cluster has {cluster.kubernetes}"
        )
        fix = "upgrade it, or use allocation: device-plugin"
        yield Broken("FLT041", (*path, "kubernetes"), message, fix)
    elif not gates.get(DRA_GATE, True):
        where = (*path, "dra", "kubernetesFeatureGates", DRA_GATE)
        fix = "switch it on, or use allocation: device-plugin"
        yield Broken("FLT041", where, f"without {DRA_GATE} the cluster serves no claims", fix)


def _nvidia_driver(path: Key, cluster: Cluster) -> Iterator[Broken]:
    given = cluster.versions.gpu_driver
    by_operator = cluster.gpu_stack.installed_by == "gpu-operator"
    least = facts().requirements["nvidiaDriverByOperator" if by_operator else "nvidiaDriver"]
    if given and Version.parse(given) < least:
        where = " with the GPU operator" if by_operator else ""
        message = f"DRA needs NVIDIA driver {least.major}{where}, and the nodes have {given}"
        fix = "upgrade the driver, or use allocation: device-plugin"
        yield Broken("FLT042", (*path, "versions", "gpuDriver"), message, fix)


def _sharing(path: Key, cluster: Cluster) -> Iterator[Broken]:
    """Sharing is the device plugin's configuration; the DRA driver does not read it."""
    for name, pool in _pools(cluster, "dra").items():
        for field, sharing in (
            ("timeSlicing", pool.gpu and pool.gpu.time_slicing),
            ("mps", pool.gpu and pool.gpu.mps),
        ):
            if sharing:
                message = (
                    f"{field} configures the device plugin, which does not serve this pool: allocation is dra"
                )
                fix = "cut the GPUs by `mig`, or use allocation: device-plugin"
                yield Broken("FLT044", (*path, "pools", name, "gpu", field), message, fix)


def _one_way(path: Key, cluster: Cluster) -> Iterator[Broken]:
    """The operator runs its device plugin on every GPU node, or none; its two stacks exclude each other.

    Sources: NVIDIA/gpu-operator:controllers/gpucluster_controller.go (validatePrerequisites) and
    deployments/gpu-operator/templates/validations.yaml.
    """
    others = _pools(cluster, "device-plugin")
    if cluster.gpu_stack.installed_by != "gpu-operator" or not others:
        return
    since = facts().requirements["gpuCluster"]
    message = (
        "the GPU operator hands out GPUs one way in the whole cluster: by the device plugin (ClusterPolicy), or "
        f"by DRA (ClusterPolicy without it, or GPUCluster from {since.major}.{since.minor} on); "
        f"pools {', '.join(_pools(cluster, 'dra'))} say dra, {', '.join(others)} device-plugin"
    )
    fix = (
        "give all pools one allocation, or install without the operator (gpuStack.installedBy: device-plugin)"
    )
    yield Broken("FLT047", (*path, "pools"), message, fix)


def _told_apart(path: Key, cluster: Cluster) -> Iterator[Broken]:
    """Beside DRA, the device plugin's chart keeps off nodes by a label, which somebody must be able to set."""
    if cluster.gpu_stack.installed_by != "device-plugin" or not _pools(cluster, "device-plugin"):
        return
    for name, pool in _pools(cluster, "dra").items():
        if not pool.labels and not pool.node_names:
            message = (
                "the device plugin would hand out these GPUs too: nothing says which nodes it must keep off"
            )
            fix = "give labels that only this pool's nodes have, or nodeNames"
            yield Broken("FLT049", (*path, "pools", name), message, fix)


def _operator(path: Key, cluster: Cluster) -> Iterator[Broken]:
    given, least = cluster.versions.gpu_operator, facts().requirements["gpuOperator"]
    if cluster.gpu_stack.installed_by == "gpu-operator" and given and Version.parse(given) < least:
        message = f"DRA needs GPU operator {least.major}.{least.minor}, and the cluster has {given}"
        fix = "upgrade it, or use allocation: device-plugin"
        yield Broken("FLT048", (*path, "versions", "gpuOperator"), message, fix)


def _claimable(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """Each pod gets a claim of its own from the template, and so a device of its own.

    Source: kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/guides/gpu-allocation/time-slicing.md.
    """
    gpu = service.spec.gpu
    if gpu is None or gpu.allocation != "dra" or not gpu.share:
        return
    message = (
        f"service {service.name}: a share cannot be claimed: each pod's claim gets a device of its own "
        "(the driver's ConsumableShares is alpha)"
    )
    fix = "ask for a `slice`, or use allocation: device-plugin on a pool that shares"
    yield Broken("FLT043", written_at(environment, service.name, "gpu", "share"), message, fix)


def _pools(cluster: Cluster, allocation: str) -> dict[str, Pool]:
    return {
        name: pool for name, pool in cluster.pools.items() if pool.gpu and pool.gpu.allocation == allocation
    }


RULES: tuple[ServiceRule, ...] = (_claimable,)
CLUSTER_RULES: tuple[ClusterRule, ...] = (
    _declared,
    _kubernetes,
    _nvidia_driver,
    _sharing,
    check_driver,
    _one_way,
    _told_apart,
    _operator,
)
