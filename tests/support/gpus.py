"""GPUs and nodes that do not exist, described for the fake libnvidia-ml (nvml/nvml.c)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

# NVIDIA/go-nvml:pkg/nvml/nvml.h, NVML_GPU_INSTANCE_PROFILE_*: by slices and attribute. A product may have two plain
# 1g profiles; the second is _REV2.
_PROFILE_INDEX = {
    ("1", ""): (0x0, 0x9),
    ("2", ""): (0x1,),
    ("3", ""): (0x2,),
    ("4", ""): (0x3,),
    ("7", ""): (0x4,),
    ("1", "+me"): (0x7,),
    ("2", "+me"): (0x8,),
    ("1", "+gfx"): (0xA,),
    ("2", "+gfx"): (0xB,),
    ("4", "+gfx"): (0xC,),
    ("1", "-me"): (0xD,),
    ("2", "-me"): (0xE,),
    ("1", "+me.all"): (0xF,),
    ("2", "+me.all"): (0x10,),
}
# Always set: NVIDIA/k8s-device-plugin:deployments/helm/nvidia-device-plugin/templates/daemonset-device-plugin.yml.
MPS_ROOT = "/run/nvidia/mps"
_MEDIA_ENGINES = {"+me": 1, "+me.all": 4}


@dataclass(frozen=True)
class Gpu:
    """A GPU as NVML tells of it.

    ``profiles`` is every MIG profile of the product (none: not MIG capable); ``mig`` the instances it is cut into:
    None is MIG mode off, ``()`` is MIG mode on and nothing cut yet.
    """

    name: str
    memory_mib: int
    mig: tuple[str, ...] | None = None
    profiles: tuple[str, ...] = ()
    compute: tuple[int, int] = (8, 0)
    pci_device: int = 0x20B210DE

    def cut(self, *profiles: str) -> Gpu:
        """The same GPU with MIG mode on and these instances."""
        return replace(self, mig=profiles)


@dataclass(frozen=True)
class Node:
    """A machine with these GPUs, in the order of their minor numbers.

    ``environment`` is what NVIDIA's DaemonSets give to both programs; it wins over the configuration file.
    ``mps_daemon``: an MPS control daemon runs and is healthy.
    """

    gpus: tuple[Gpu, ...] = ()
    environment: Mapping[str, str] = field(default_factory=lambda: {"MPS_ROOT": MPS_ROOT})
    mps_daemon: bool = True

    @classmethod
    def of(cls, *gpus: Gpu) -> Node:
        return cls(gpus)


def description(node: Node) -> str:
    """The node in the language of nvml.c."""
    return "".join(f"{line}\n" for index, gpu in enumerate(node.gpus) for line in _lines(index, gpu))


def mig_minors(node: Node) -> str:
    """/proc/driver/nvidia-caps/mig-minors: the device files of every GPU instance and compute instance.

    The format: NVIDIA/k8s-device-plugin:internal/mig/mig-dp.go.
    """
    instances = [
        f"gpu{minor}/gi{instance}"
        for minor, gpu in enumerate(node.gpus)
        for instance, _ in enumerate(gpu.mig or (), start=1)
    ]
    paths = (f"{instance}/{access}" for instance in instances for access in ("access", "ci0/access"))
    return "".join(f"{path} {number}\n" for number, path in enumerate(paths, start=1))


def _lines(number: int, gpu: Gpu) -> Iterator[str]:
    supported = _indices(gpu.profiles or tuple(dict.fromkeys(gpu.mig or ())))
    mode = 0 if gpu.mig is None and not gpu.profiles else 1 if gpu.mig is None else 2
    major, minor = gpu.compute
    uuid = f"{number:08x}-0000-4000-8000"
    yield f"gpu GPU-{uuid}-{0:012x} {gpu.memory_mib} {major} {minor} {gpu.pci_device:#x} {mode} {gpu.name}"
    for profile, index in supported.items():
        slices, _, attribute = _parts(profile)
        media = _MEDIA_ENGINES.get(attribute, 0)
        yield f"profile {index} {slices} {memory_mib(profile, gpu.memory_mib)} {media}"
    for instance, profile in enumerate(gpu.mig or (), start=1):
        yield f"instance MIG-{uuid}-{instance:012x} {supported[profile]}"


def _indices(profiles: tuple[str, ...]) -> dict[str, int]:
    taken: dict[str, int] = {}
    for profile in profiles:
        slices, _, attribute = _parts(profile)
        free = (index for index in _PROFILE_INDEX[slices, attribute] if index not in taken.values())
        taken[profile] = next(free)
    return taken


def memory_mib(profile: str, gpu_mib: int) -> int:
    """MiB of an instance such that go-nvlib gives the profile its name again.

    It rounds up to eighths of the GPU, then to the nearest GB: NVIDIA/go-nvlib:pkg/nvlib/device/mig_profile.go.
    A real instance has some hundred MiB less.
    """
    gigabytes = int(_parts(profile)[1])
    whole = math.ceil(gpu_mib / 1024)
    for eighths in range(1, 9):
        if math.floor(eighths / 8 * whole + 0.5) == gigabytes:
            return gpu_mib * eighths // 8
    raise ValueError(f"{profile} is no profile of a GPU with {gpu_mib} MiB")


def _parts(profile: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(\d)g\.(\d+)gb([+-][a-z.]+)?", profile)
    if match is None:
        raise ValueError(f"{profile} is no MIG profile")
    slices, gigabytes, attribute = match.groups()
    return slices, gigabytes, attribute or ""
