"""What the nodes of a pool advertise, and how they are labelled, by what is declared of the pool.

The rules are those of NVIDIA's programs, which judge them in tests/sharing: resources from
NVIDIA/k8s-device-plugin:internal/rm/device_map.go, labels from internal/lm/{resource,mig-strategy}.go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tritonfleet.geometry import resource_name
from tritonfleet.spec.cluster import Pool
from tritonfleet.spec.gpu import PoolGpu
from tritonfleet.spec.layouts import Layout, LayoutKey, layout_key, layouts_of

GPU = "nvidia.com/gpu"
SHARED = ".shared"


@dataclass(frozen=True)
class NodeGroup:
    """Nodes of a pool whose GPUs are cut alike. ``layouts`` has an entry for each GPU of a node; empty is whole.

    ``number`` counts the groups of a pool from 1; 0 says that the pool has but this one.
    """

    pool_name: str
    pool: Pool
    gpu: PoolGpu
    layouts: tuple[Layout, ...]
    nodes: Sequence[int]
    number: int

    @property
    def name(self) -> str:
        """What its configurations are called: the pool's name, numbered where its nodes differ."""
        return f"{self.pool_name}-{self.number}" if self.number else self.pool_name

    @property
    def strategy(self) -> str:
        """The MIG strategy of these nodes: none, single or mixed."""
        return self.gpu.mig.strategy if self.gpu.mig else "none"

    @property
    def gpus_by_layout(self) -> list[tuple[Layout, tuple[int, ...]]]:
        """Each layout once, with the indices of the GPUs that are cut so."""
        found: dict[LayoutKey, tuple[Layout, list[int]]] = {}
        for index, layout in enumerate(self.layouts):
            found.setdefault(layout_key(layout), (layout, []))[1].append(index)
        return [(layout, tuple(indices)) for layout, indices in found.values()]

    @cached_property
    def devices(self) -> dict[str, int]:
        """What the device plugin finds before sharing: resource → devices of one node."""
        found: Counter[str] = Counter()
        for layout in self.layouts:
            if not layout:
                found[GPU] += 1
            for profile, count in layout.items():
                found[resource_name(profile) if self.strategy == "mixed" else GPU] += count
        return dict(found)

    @cached_property
    def replicas(self) -> dict[str, int]:
        """Sharers of each device, for the resources that are shared."""
        sharing = self.gpu.time_slicing
        wanted: dict[str, int | None] = {GPU: self.gpu.mps.replicas if self.gpu.mps else None}
        if sharing:
            wanted[GPU] = sharing.replicas
            wanted |= {resource_name(profile): count for profile, count in sharing.slices.items()}
        return {name: count for name, count in wanted.items() if count and name in self.devices}

    @cached_property
    def resources(self) -> dict[str, int]:
        """What one node advertises: resource → amount."""
        return {
            self.advertised(name): count * self.replicas.get(name, 1) for name, count in self.devices.items()
        }

    def advertised(self, resource: str) -> str:
        """The name under which a resource is advertised, once shared."""
        return resource + SHARED if resource in self.replicas and self.gpu.renamed else resource

    @property
    def is_cut(self) -> bool:
        """Whether MIG is in use on some GPU."""
        return any(self.layouts)

    @property
    def sharing(self) -> str:
        """GPU feature discovery's word for how devices are shared."""
        if not self.replicas:
            return "none"
        return "mps" if self.gpu.mps else "time-slicing"

    @property
    def product(self) -> str:
        """The value of ``nvidia.com/gpu.product`` on these nodes."""
        return self.labels[f"{GPU}.product"]

    @cached_property
    def labels(self) -> dict[str, str]:
        """What GPU feature discovery writes of resources and sharing: label → value."""
        labels = self._gpu_labels()
        if self.strategy != "none":
            labels["nvidia.com/mig.strategy"] = self.strategy
        if self.strategy == "mixed":
            for profile, count in sorted(self._slices().items()):
                labels |= self._labels_of(resource_name(profile), count, profile)
        elif self.strategy == "single" and self.is_cut:
            labels |= self._single_labels()
        return labels

    @property
    def is_uniform(self) -> bool:
        """What strategy single needs: every GPU cut, and all slices of one profile."""
        return all(self.layouts) and len(self._slices()) == 1

    def _single_labels(self) -> dict[str, str]:
        if self.is_uniform:
            ((profile, count),) = self._slices().items()
            return self._labels_of(GPU, count, profile)
        invalid = {"product": f"{self.gpu.product}-MIG-INVALID", "count": "0", "replicas": "0"}
        return {f"{GPU}.{key}": value for key, value in (invalid | {"sharing-strategy": ""}).items()}

    def _slices(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for layout in self.layouts:
            found.update(layout)
        return found

    def _gpu_labels(self) -> dict[str, str]:
        """Of GPUs that are not cut; where all are, of the GPUs below the slices, which nobody shares."""
        if self.is_cut and all(self.layouts):
            own = {"product": self.gpu.product, "count": len(self.layouts), "replicas": 0}
            return {f"{GPU}.{key}": str(value) for key, value in own.items()} | {
                f"{GPU}.sharing-strategy": "none"
            }
        return self._labels_of(GPU, len(self.layouts), "")

    def _labels_of(self, resource: str, count: int, profile: str) -> dict[str, str]:
        shared = resource in self.replicas
        parts = [self.gpu.product, *(["MIG", profile.replace("+", ".")] if profile else [])]
        if shared and not self.gpu.renamed:
            parts.append("SHARED")
        return {
            f"{resource}.product": "-".join(parts),
            f"{resource}.count": str(count),
            f"{resource}.replicas": str(self.replicas.get(resource, 1)),
            f"{resource}.sharing-strategy": self.sharing if shared else "none",
        }


def node_groups(name: str, pool: Pool) -> tuple[NodeGroup, ...]:
    """The nodes of a pool, grouped by how their GPUs are cut. None without GPUs."""
    if pool.gpu is None:
        return ()
    cut = layouts_of(pool.gpu, pool.nodes)
    return tuple(
        NodeGroup(name, pool, pool.gpu, layouts, nodes, number if len(cut) > 1 else 0)
        for number, (layouts, nodes) in enumerate(cut, 1)
    )
