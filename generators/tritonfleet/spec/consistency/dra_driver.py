"""The feature gates of the DRA driver: known, and fit for each other, for Kubernetes and for the pools."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.dra import DriverGate, facts
from tritonfleet.spec.cluster import Cluster, Dra
from tritonfleet.spec.consistency.broken import Broken, unknown
from tritonfleet.spec.load import Key
from tritonfleet.tools.version import Version


def check_driver(path: Key, cluster: Cluster) -> Iterator[Broken]:
    """Rules about ``dra`` of a cluster, which is written at ``path``."""
    if cluster.dra is None:
        return
    where: Key = (*path, "dra", "featureGates")
    yield from _known(where, cluster.dra)
    yield from _fit(where, cluster.dra)
    yield from _kubernetes_gates(where, cluster, cluster.dra)
    yield from _layouts(path, cluster, cluster.dra)


def _known(where: Key, dra: Dra) -> Iterator[Broken]:
    """A driver refuses to start with a gate that it does not know."""
    release = facts().release(dra.driver)
    for name in dra.feature_gates:
        gate = facts().driver_gates.get(name)
        if gate is None:
            yield unknown(
                "FLT045", (*where, name), "feature gate of the DRA driver", name, facts().driver_gates
            )
        elif release < gate.since:
            since = f"{gate.since.major}.{gate.since.minor}"
            message = f"DRA driver {dra.driver} does not know {name}, which came with {since}"
            yield Broken("FLT045", (*where, name), message, "upgrade the driver, or remove the gate")


def _fit(where: Key, dra: Dra) -> Iterator[Broken]:
    for name, gate in _on(dra).items():
        at = (*where, name) if name in dra.feature_gates else where
        for other in gate.excludes:
            if other in _on(dra):
                message = f"the DRA driver does not start with {name} and {other} both on"
                yield Broken("FLT045", at, message, "switch one of them off")
        for other in gate.needs:
            if other not in _on(dra):
                message = f"the DRA driver does not start with {name} on and {other} off"
                yield Broken("FLT045", at, message, f"switch {other} on, or {name} off")


def _kubernetes_gates(where: Key, cluster: Cluster, dra: Dra) -> Iterator[Broken]:
    for name, gate in _on(dra).items():
        needed = gate.kubernetes
        if name not in dra.feature_gates or needed is None or _is_on(needed, cluster, dra):
            continue
        since = facts().on_since[needed]
        default = f"on by default from {since.major}.{since.minor} on" if since else "off by default"
        message = f"{name} needs the feature gate {needed} of Kubernetes, which is {default}"
        fix = f"switch it on and say so in dra.kubernetesFeatureGates, or switch {name} off"
        yield Broken("FLT046", (*where, name), message, fix)


def _layouts(path: Key, cluster: Cluster, dra: Dra) -> Iterator[Broken]:
    """Dynamic MIG destroys at start whatever slices it did not make.

    Source: kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/guides/gpu-allocation/mig.md.
    """
    if "DynamicMIG" not in _on(dra):
        return
    for name, pool in cluster.pools.items():
        if pool.gpu and pool.gpu.allocation == "dra" and pool.gpu.mig:
            message = "DynamicMIG destroys the slices of a declared layout when the DRA driver starts"
            fix = "switch DynamicMIG off: the slices are planned here, and cut beforehand"
            yield Broken("FLT051", (*path, "pools", name, "gpu", "mig"), message, fix)


def _on(dra: Dra) -> dict[str, DriverGate]:
    """The driver's gates that are on, by declaration or by default, as far as its release has them."""
    release = facts().release(dra.driver)
    gates = {name: gate for name, gate in facts().driver_gates.items() if gate.since <= release}
    return {name: gate for name, gate in gates.items() if dra.feature_gates.get(name, gate.default)}


def _is_on(gate: str, cluster: Cluster, dra: Dra) -> bool:
    since = facts().on_since[gate]
    by_default = since is not None and Version.parse(cluster.kubernetes) >= since
    return dra.kubernetes_feature_gates.get(gate, by_default)
