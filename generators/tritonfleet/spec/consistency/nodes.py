"""The nodes of a cluster's pools: each is of one pool, can be told from the others, and carries one configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

from tritonfleet.planner.nodes import node_groups
from tritonfleet.spec.cluster import Cluster, Pool
from tritonfleet.spec.consistency.broken import Broken
from tritonfleet.spec.gpu import PoolGpu
from tritonfleet.spec.load import Key

OWN_CONFIGS = ("default", "all-disabled")
"""Names of configurations that a cluster has whatever its pools are."""


def check_nodes(path: Key, cluster: Cluster) -> Iterator[Broken]:
    """Rules about the pools of one cluster together; ``path`` is where they are written."""
    for rule in (_config_names, _of_one_pool, _selected_once):
        yield from rule(path, cluster.pools)


def _config_names(path: Key, pools: Mapping[str, Pool]) -> Iterator[Broken]:
    """Groups of nodes name their configurations: no two the same, and none as those that are always there."""
    taken = dict.fromkeys(OWN_CONFIGS, "tritonfleet")
    for name, pool in pools.items():
        for group in node_groups(name, pool):
            if group.name in taken:
                message = f"its configuration would be called {group.name}, as {taken[group.name]}'s own is"
                yield Broken("FLT035", (*path, name), message, "rename the pool")
            taken[group.name] = f"pool {name}"


def _of_one_pool(path: Key, pools: Mapping[str, Pool]) -> Iterator[Broken]:
    """A node has one set of labels and one number of GPUs, so it is of one pool."""
    owner: dict[str, str] = {}
    for name, pool in pools.items():
        for index, node in enumerate(pool.node_names):
            if owner.setdefault(node, name) != name:
                where = (*path, name, "nodeNames", index)
                message = f"node {node} is of pool {owner[node]} already"
                yield Broken("FLT032", where, message, "name it in one pool only")


def _selected_once(path: Key, pools: Mapping[str, Pool]) -> Iterator[Broken]:
    """A pool's labels select every node that has them all: those of a pool with the same labels, and more, too."""
    for (name, pool), (other, its) in permutations(pools.items(), 2):
        if pool.gpu is None or not pool.labels or not pool.labels.items() <= its.labels.items():
            continue
        message = f"its labels are also those of pool {other}, so they select the nodes of both"
        fix = f"give {next(iter(pool.labels))} a value of its own in each pool"
        yield Broken("FLT033", (*path, name, "labels"), message, fix)


def check_labelled(path: Key, cluster: Cluster, pool: Pool, gpu: PoolGpu) -> Iterator[Broken]:
    """MIG and sharing reach a node by labels, and labels need a name or a selector."""
    if gpu.mig is None and gpu.time_slicing is None and gpu.mps is None:
        return
    planned = gpu.mig is not None and gpu.mig.planned and pool.nodes > 1
    if not pool.node_names and (len(node_groups(str(path[-1]), pool)) > 1 or planned):
        message = "its nodes may be cut differently, and without names they cannot be told apart"
        yield Broken("FLT026", path, message, "name them in nodeNames")
    elif not pool.node_names and not pool.labels:
        message = "MIG and sharing are configured by node labels, and nothing says which nodes these are"
        yield Broken("FLT026", path, message, "give labels that only this pool's nodes have, or nodeNames")
