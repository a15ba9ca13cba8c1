"""The configuration of NVIDIA's device plugin and GPU feature discovery, strictly.

Source: NVIDIA/k8s-device-plugin:api/config/v1 (v0.20.0). The plugin drops keys that it does not know without a word;
here they are mistakes, and so is what it knows and ignores: ``resources`` at the top, ``rename`` and ``devices``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.mig_parted import ConfigName
from tritonfleet.charts.rules import AtMostOne, JsonSchema, Rule
from tritonfleet.charts.types import Name, Values, pattern

SharedName = Annotated[
    str,
    pattern(r"^nvidia\.com/[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", max_length=56),
]
"""A resource, short enough that it may be called ``….shared`` (63 characters, api/config/v1/resources.go)."""

MigStrategy = Literal["none", "single", "mixed"]
DeviceListStrategy = Literal["envvar", "volume-mounts", "cdi-annotations", "cdi-cri"]
Duration = Annotated[str, pattern(r"^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$")]
MaybeBool = bool | None
Text = Annotated[str, Field(min_length=1)] | None


class SharedResource(Values):
    """A resource that is offered several times."""

    name: SharedName = Field(description="Resource as it is called unshared.")
    replicas: Annotated[int, Field(ge=2)] = Field(description="Sharers of each device.")


class SharedResources(Values):
    """Resources that are shared, and how."""

    rename_by_default: bool = Field(False, description="Advertise shares as `<name>.shared`.")
    fail_requests_greater_than_one: MaybeBool = Field(
        None, description="Refuse Pods that ask for two shares: they bring no more compute."
    )
    resources: Annotated[list[SharedResource], Field(min_length=1)] = Field(
        description="Each resource, and its sharers."
    )


class Sharing(Values):
    """How devices are shared; both null is not at all."""

    rules: ClassVar[tuple[Rule, ...]] = (AtMostOne(("timeSlicing", "mps")),)

    time_slicing: SharedResources | None = Field(None, description="Processes take turns.")
    mps: SharedResources | None = Field(None, description="Processes run at once, through CUDA MPS.")


class PluginFlags(Values):
    """Flags of the device plugin alone."""

    pass_device_specs: MaybeBool = Field(None, description="Pass device nodes to the kubelet.")
    device_list_strategy: DeviceListStrategy | list[DeviceListStrategy] | None = Field(
        None, description="How containers are told their devices."
    )
    device_id_strategy: Literal["uuid", "index"] | None = Field(
        None, alias="deviceIDStrategy", description="What containers are told of a device."
    )
    cdi_annotation_prefix: Text = Field(None, description="Prefix of CDI annotations.")
    nvidia_ctk_path: Text = Field(None, alias="nvidiaCTKPath", description="Path of nvidia-ctk on the node.")
    container_driver_root: Text = Field(None, description="Where the driver is mounted in the plugin.")
    shared_devices_allocation_policy: Literal["distributed", "packed"] | None = Field(
        None, description="Spread shares over devices, or fill one first (0.20 and newer)."
    )


class DiscoveryFlags(Values):
    """Flags of GPU feature discovery alone."""

    oneshot: MaybeBool = Field(None, description="Label once and exit.")
    no_timestamp: MaybeBool = Field(None, description="Leave out the label with the time.")
    sleep_interval: Duration | None = Field(None, description="Time between two looks at the GPUs.")
    output_file: Text = Field(None, description="File for the labels.")
    machine_type_file: Text = Field(None, description="File that holds the machine's type.")


class Flags(Values):
    """Flags of both programs. The environment and the command line of either win over these."""

    mig_strategy: MigStrategy | None = Field(None, description="How MIG slices are advertised.")
    fail_on_init_error: MaybeBool = Field(None, description="Exit where no GPU can be used.")
    mps_root: Text = Field(None, description="Folder of MPS on the node.")
    nvidia_driver_root: Text = Field(None, description="Where the driver is on the node.")
    nvidia_dev_root: Text = Field(None, description="Where device nodes are on the node.")
    gdrcopy_enabled: MaybeBool = Field(None, description="Offer GDRCopy to containers.")
    gds_enabled: MaybeBool = Field(None, description="Offer GPUDirect Storage to containers.")
    mofed_enabled: MaybeBool = Field(None, description="Offer MOFED to containers.")
    use_node_feature_api: MaybeBool = Field(
        None, alias="useNodeFeatureAPI", description="Label through NodeFeature objects."
    )
    device_discovery_strategy: Literal["auto", "nvml", "tegra"] | None = Field(
        None, description="How devices are found."
    )
    plugin: PluginFlags | None = Field(None, description="Of the device plugin alone.")
    gfd: DiscoveryFlags | None = Field(None, description="Of GPU feature discovery alone.")


class Imex(Values):
    """Channels between the nodes of an NVLink domain."""

    channel_ids: Annotated[list[Literal[0]], Field(max_length=1)] | None = Field(
        None, alias="channelIDs", description="Channel to inject into containers: none, or 0."
    )
    required: MaybeBool = Field(None, description="Whether the channel must be there.")


@dataclass(frozen=True, slots=True)
class NoMpsUnderMixed:
    """The plugin does not start with MPS under strategy mixed (cmd/nvidia-device-plugin/main.go)."""

    def schema(self) -> JsonSchema:
        mps = {"required": ["mps"], "properties": {"mps": {"type": "object"}}}
        flags = {"required": ["migStrategy"], "properties": {"migStrategy": {"const": "mixed"}}}
        return {"not": {"required": ["flags", "sharing"], "properties": {"sharing": mps, "flags": flags}}}

    def broken(self, values: Mapping[str, Any]) -> str | None:
        flags, sharing = values["flags"], values["sharing"]
        if flags and flags.mig_strategy == "mixed" and sharing and sharing.mps:
            return "sharing.mps is not supported under flags.migStrategy: mixed"
        return None


class DevicePluginConfig(Values):
    """One configuration; the chart adds the version of the format, ``v1``."""

    rules: ClassVar[tuple[Rule, ...]] = (NoMpsUnderMixed(),)

    flags: Flags | None = Field(None, description="Flags of both programs.")
    sharing: Sharing | None = Field(None, description="How devices are shared.")
    imex: Imex | None = Field(None, description="Channels between nodes.")


class DevicePlugin(Values):
    """The ConfigMap for NVIDIA's device plugin."""

    name: Name | None = Field(
        None, description="Name of the ConfigMap; null is that of the objects, and device-plugin."
    )
    configs: dict[ConfigName, DevicePluginConfig | None] = Field(
        default_factory=dict,
        description="What the label nvidia.com/device-plugin.config chooses from; empty creates no ConfigMap.",
    )
