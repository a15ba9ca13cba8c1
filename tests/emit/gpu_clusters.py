"""Clusters with GPUs, for tests, and drawn pools."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tritonfleet import geometry
from tritonfleet.spec.cluster import Cluster

Spec = dict[str, Any]

ALONE = {"installedBy": "device-plugin"}
"""A cluster with the device plugin's chart, without the operator."""

A100_80, A100_40, L40S = "NVIDIA-A100-SXM4-80GB", "NVIDIA-A100-SXM4-40GB", "NVIDIA-L40S"


def cluster(stack: Spec | None = None, /, **pools: Spec) -> Cluster:
    """A cluster of these pools; an underscore in a name stands for a dash."""
    named = {name.replace("_", "-"): pool for name, pool in pools.items()}
    declared = {} if stack is None else {"gpuStack": stack}
    return Cluster.model_validate({"kubernetes": "1.36", "pools": named, **declared})


def pool(product: str = A100_80, nodes: int = 1, *, gpus: int = 8, names: str = "", **gpu: Any) -> Spec:
    """A pool of such nodes. Its label is ``pool: <names or product>``; ``names`` are those of its nodes."""
    own = {"product": product, "perNode": gpus, **gpu}
    named = {"nodeNames": names.split()} if names else {"labels": {"pool": product}}
    return {"nodes": nodes, "gpu": own, **named}


def mixed(**how: Any) -> Spec:
    return {"strategy": "mixed", **how}


def single(profile: str, count: int) -> Spec:
    return {"strategy": "single", "layout": {profile: count}}


CUTTABLE = [product for product in geometry.products().values() if geometry.geometries(product)]


@st.composite
def gpus(draw: st.DrawFn) -> Spec:
    """The GPUs of a pool, cut and shared in any way that is possible."""
    product = draw(st.sampled_from(CUTTABLE))
    amount, replicas = draw(st.integers(1, 8)), draw(st.integers(2, 16))
    found: Spec = {"product": product.labels[0].value, "perNode": amount}
    renamed = {"renameByDefault": draw(st.booleans())}
    strategy = draw(st.sampled_from(["none", "single", "mixed"]))
    if strategy == "none":
        kind = draw(st.sampled_from(["", "timeSlicing", "mps"]))
        return found | ({kind: {"replicas": replicas, **renamed}} if kind else {})
    if strategy == "single":
        profile = draw(st.sampled_from(sorted(product.profiles)))
        found["mig"] = single(profile, product.profiles[profile].max_count)
        return found | draw(st.sampled_from([{}, {"timeSlicing": {"replicas": replicas, **renamed}}]))
    layouts = st.sampled_from(geometry.geometries(product))
    cut = draw(st.dictionaries(st.integers(0, amount - 1).map(str), layouts.map(dict), min_size=1))
    found["mig"] = mixed(gpus=cut)
    slices = dict.fromkeys((profile for layout in cut.values() for profile in layout), replicas)
    return found | draw(st.sampled_from([{}, {"timeSlicing": {"slices": slices, **renamed}}]))


clusters = st.dictionaries(st.sampled_from(["a", "b", "c"]), gpus(), min_size=1).map(
    lambda pools: cluster(**{name: {"nodes": 1, "gpu": gpu} for name, gpu in pools.items()})
)
