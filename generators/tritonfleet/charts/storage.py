"""Values of the storage that is not models."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.rules import ExactlyOne, Rule
from tritonfleet.charts.types import Name, Refuse, Values, pattern
from tritonfleet.spec.units import Memory


class SharedMemory(Values):
    """/dev/shm, which the Python backend uses between its processes.

    Under MPS the device plugin mounts the control daemon's there, and the Pod's own would cover it: the kubelet lists a
    Pod's volumes after a device plugin's mounts. Sources: NVIDIA/k8s-device-plugin:internal/plugin/mps.go,
    kubernetes/kubernetes:pkg/kubelet/kubelet_pods.go, NVIDIA/k8s-device-plugin#805.
    """

    mount: bool = Field(
        True, description="Give the Pod its own; false where MPS of the device plugin mounts the node's."
    )
    size: Memory = Field(
        Memory("1Gi"), description="At least 64Mi for each Python model instance; counts to the memory limit."
    )


class Scratch(Values):
    """/tmp: the root file system is read-only, and Triton copies remote models here."""

    size: Memory = Field(Memory("10Gi"), description="Holds every model of a remote repository at once.")


class EmptyDir(Values):
    """Storage that lives as long as the Pod."""

    size_limit: Memory = Field(description="Size at which the Pod is evicted.")
    medium: Literal["", "Memory"] = Field(
        "", description="Memory makes it a RAM disk that counts to the memory limit."
    )


class ObjectVolume(Values):
    """An object mounted as files."""

    name: Name = Field(description="Name of the object.")


class ExtraVolume(Values):
    """A volume beside the models."""

    rules: ClassVar[tuple[Rule, ...]] = (ExactlyOne(("configMap", "secret", "pvc", "emptyDir")),)

    mount_path: Annotated[
        str,
        pattern(r"^/[A-Za-z0-9._/-]+$"),
        Refuse(r"^/(models|tmp|dev/shm)(/|$)", "the chart mounts this path"),
    ] = Field(description="Where it appears in the container.")
    read_only: bool = Field(True, description="Mounted for reading only.")
    config_map: ObjectVolume | None = Field(None, description="A ConfigMap.")
    secret: ObjectVolume | None = Field(None, description="A Secret.")
    pvc: ObjectVolume | None = Field(None, description="A PersistentVolumeClaim.")
    empty_dir: EmptyDir | None = Field(None, description="An empty directory.")
