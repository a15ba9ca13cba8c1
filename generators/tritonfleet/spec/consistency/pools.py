"""Pools: what is declared of their GPUs can be, and the nodes can be told so.

Rules of what NVIDIA's programs do with it: NVIDIA/k8s-device-plugin:internal/rm/device_map.go,
cmd/nvidia-device-plugin/main.go, cmd/mps-control-daemon/mps/device.go; of what a GPU can hold: catalog/gpus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from tritonfleet import geometry
from tritonfleet.checks.finding import Severity
from tritonfleet.planner.nodes import node_groups
from tritonfleet.spec.cluster import Cluster, Pool
from tritonfleet.spec.consistency.broken import Broken
from tritonfleet.spec.consistency.nodes import check_labelled, check_nodes
from tritonfleet.spec.consistency.prices import check_prices
from tritonfleet.spec.gpu import Mig, PoolGpu
from tritonfleet.spec.layouts import indices
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.plan_file import REMAKE
from tritonfleet.suggest import suggest
from tritonfleet.tools.version import Version

OWN_RESOURCE_SINCE = Version(0, 20, 0)
"""Device plugin from which slices with media extensions have a resource of their own.

Source: NVIDIA/k8s-device-plugin#1807, #1462.
"""


def check_pools(file: FleetFile) -> Iterator[Broken]:
    """Rules about each pool by itself, which must hold before anything is placed on it."""
    for cluster_name, cluster in file.fleet.clusters.items():
        path: Key = ("clusters", cluster_name, "pools")
        yield from check_nodes(path, cluster)
        yield from check_prices(path, cluster)
        for name, pool in cluster.pools.items():
            if pool.gpu is not None:
                for rule in RULES:
                    for broken in rule((*path, name), cluster, pool, pool.gpu):
                        yield _of_the_plan(broken, pool.gpu)


def _of_the_plan(broken: Broken, gpu: PoolGpu) -> Broken:
    """What is wrong with layouts that a plan made is mended by a new plan: the fleet does not have them."""
    planned = gpu.mig is not None and gpu.mig.planned and "nodes" in broken.path
    return replace(broken, message=f"by the plan: {broken.message}", fix=REMAKE) if planned else broken


def _product(path: Key, cluster: Cluster, pool: Pool, gpu: PoolGpu) -> Iterator[Broken]:
    known = geometry.product(gpu.product)
    where = (*path, "gpu", "product")
    if known is None:
        labels = [label.value for product in geometry.products().values() for label in product.labels]
        message = (
            f"GPU product {gpu.product} is not in the catalogue: its memory and MIG layouts are not checked"
        )
        fix = suggest(gpu.product, labels) or "`tritonfleet gpu list` shows the known ones"
        yield Broken("FLT021", where, message, fix, Severity.WARNING)
    elif gpu.product not in (labels := [label.value for label in known.labels]):
        message = f"no node has {gpu.product} as its nvidia.com/gpu.product"
        yield Broken("FLT021", where, message, f"write one of {', '.join(labels)}")
    elif gpu.mig and not known.has_mig:
        yield Broken("FLT021", where, f"{gpu.product} has no MIG", "share it by timeSlicing or mps")
    elif gpu.mig and not known.placements_known:
        message = f"where {gpu.product} can place its slices is not known: the layout is not proved possible"
        yield Broken("FLT021", where, message, "try it with `nvidia-smi mig -cgi`", Severity.WARNING)


def _plannable(path: Key, cluster: Cluster, pool: Pool, gpu: PoolGpu) -> Iterator[Broken]:
    known = geometry.product(gpu.product)
    if gpu.mig and gpu.mig.planned and (known is None or (known.has_mig and not known.placements_known)):
        message = f"the plan cannot cut {gpu.product}: where its slices may lie is not known"
        yield Broken("FLT022", (*path, "gpu", "mig", "planned"), message, "write its `layout`")


def _layouts(path: Key, cluster: Cluster, pool: Pool, gpu: PoolGpu) -> Iterator[Broken]:
    known = geometry.product(gpu.product)
    if gpu.mig is None or known is None or not known.has_mig:
        return
    for where, layout in _written_layouts(gpu.mig):
        refusal = geometry.refusal(known, layout)
        if refusal:
            yield Broken("FLT022", (*path, "gpu", "mig", *where), refusal.message, refusal.fix)


def _written_layouts(mig: Mig) -> Iterator[tuple[Key, Mapping[str, int]]]:
    """Each layout, and where it stands below ``mig``."""
    if mig.layout is not None:
        yield ("layout",), mig.layout
    for gpus, layout in (mig.gpus or {}).items():
        yield ("gpus", gpus), layout
    for nodes, by_gpu in (mig.nodes or {}).items():
        for gpus, layout in by_gpu.items():
            yield ("nodes", nodes, gpus), layout


def _indices(path: Key, cluster: Cluster, pool: Pool, gpu: PoolGpu) -> Iterator[Broken]:
    """Every index that a layout names exists, and only one layout names it."""
    if gpu.mig is None:
        return
    ranges: list[tuple[Key, list[str], int, str]] = []
    if gpu.mig.gpus:
        ranges.append((("gpus",), list(gpu.mig.gpus), gpu.per_node, "GPU"))
    if gpu.mig.nodes:
        ranges.append((("nodes",), list(gpu.mig.nodes), pool.nodes, "node"))
        ranges += [(("nodes", n), list(by), gpu.per_node, "GPU") for n, by in gpu.mig.nodes.items()]
    for where, keys, amount, what in ranges:
        seen: set[int] = set()
        for key in keys:
            at = (*path, "gpu", "mig", *where, key)
            if not all(list(indices(part)) for part in key.split(",")):
                yield Broken(
                    "FLT023", at, f"{key} runs backwards and names no {what}", "smaller number first"
                )
            for index in indices(key):
                if index >= amount:
                    message = f"there is no {what} {index}: the {amount} are counted from 0"
                    yield Broken("FLT023", at, message, f"use 0 to {amount - 1}")
                elif index in seen:
                    yield Broken("FLT023", at, f"{what} {index} has two layouts", "name it once")
                seen.add(index)


def _single(path: Key, cluster: Cluster, pool: Pool, gpu: PoolGpu) -> Iterator[Broken]:
    """Under single a node is cut all alike, or the plugin refuses it and its product reads -MIG-INVALID."""
    if gpu.mig is None or gpu.mig.strategy != "single":
        return
    for group in node_groups(str(path[-1]), pool):
        if group.is_cut and not group.is_uniform:
            message = "strategy single needs every GPU of a node cut into slices of one profile"
            fix = "use strategy mixed, or give every GPU the same profile"
            yield Broken("FLT024", (*path, "gpu", "mig"), message, fix)


def _sharing(path: Key, cluster: Cluster, pool: Pool, gpu: PoolGpu) -> Iterator[Broken]:
    """The device plugin passes over an entry for a resource that the node has not, without a word."""
    sharing = gpu.time_slicing
    if sharing is None:
        return
    where = (*path, "gpu", "timeSlicing")
    strategy = gpu.mig.strategy if gpu.mig else "none"
    groups = node_groups(str(path[-1]), pool)
    profiles = sorted({p for group in groups for layout in group.layouts for p in layout})
    for profile in sharing.slices:
        at = (*where, "slices", profile)
        if strategy != "mixed":
            message = f"no node of this pool advertises slices by name: its MIG strategy is {strategy}"
            yield Broken("FLT025", at, message, "use replicas, or mig.strategy: mixed")
        elif profile not in profiles and not (gpu.mig and gpu.mig.planned):
            message = f"no GPU of this pool is cut into {profile}, so nothing would be shared"
            yield Broken(
                "FLT025", at, message, suggest(profile, profiles) or f"there are {', '.join(profiles)}"
            )
    whole = any(not layout for group in groups for layout in group.layouts)
    if strategy == "mixed" and sharing.replicas and not whole and not (gpu.mig and gpu.mig.planned):
        message = "every GPU of this pool is cut, and replicas shares only whole GPUs under strategy mixed"
        fix = f"use slices: {{{profiles[0] if profiles else '1g.10gb'}: {sharing.replicas}}}"
        yield Broken("FLT025", (*where, "replicas"), message, fix)


def _media_extensions(path: Key, cluster: Cluster, pool: Pool, gpu: PoolGpu) -> Iterator[Broken]:
    version = cluster.versions.device_plugin
    if version is None or gpu.mig is None or gpu.mig.strategy != "mixed":
        return
    if Version.parse(version) >= OWN_RESOURCE_SINCE:
        return
    for where, layout in _written_layouts(gpu.mig):
        for profile in layout:
            if "+" in profile or "-" in profile:
                message = (
                    f"device plugin {version} advertises {profile} under the name of the plain profile: "
                    "a pod gets either"
                )
                at = (*path, "gpu", "mig", *where, profile)
                yield Broken("FLT027", at, message, "use device plugin 0.20 or newer", Severity.WARNING)


Rule = Callable[[Key, Cluster, Pool, PoolGpu], Iterator[Broken]]
RULES: tuple[Rule, ...] = (
    _product,
    _plannable,
    _layouts,
    _indices,
    _single,
    _sharing,
    check_labelled,
    _media_extensions,
)
