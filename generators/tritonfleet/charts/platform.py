"""Values of charts/triton-platform: what a namespace of Triton services, or a cluster, needs once."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tritonfleet.charts.device_plugin import DevicePlugin
from tritonfleet.charts.mig_parted import MigParted
from tritonfleet.charts.network import EgressPeer, Peers
from tritonfleet.charts.platform_authentication import TriggerAuthentication
from tritonfleet.charts.platform_dashboards import Dashboards
from tritonfleet.charts.platform_http_add_on import HttpAddOn
from tritonfleet.charts.platform_monitoring import PlatformMonitoring
from tritonfleet.charts.types import Annotations, Label, Names, OwnLabels, Values, pattern

ResourceName = Annotated[str, pattern(r"^([a-z0-9.-]+/)?[a-z0-9][a-zA-Z0-9.+/-]*$", max_length=317)]
Quantity = (
    Annotated[str, pattern(r"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$")] | Annotated[int, Field(ge=0)]
)
Quantities = dict[ResourceName, Quantity]

PodSecurityLevel = Literal["restricted", "baseline", "privileged"]


class Namespace(Values):
    """The namespace itself."""

    create: bool = Field(False, description="Create the namespace; it stays when the release goes.")
    labels: OwnLabels = Field(default_factory=dict, description="More labels of the namespace.")
    annotations: Annotations = Field(default_factory=dict, description="Annotations of the namespace.")
    pod_security: PodSecurityLevel = Field(
        "restricted", description="Pod Security level that is enforced, audited and warned of."
    )


class ResourceQuota(Values):
    """Ceiling of the whole namespace."""

    hard: Quantities = Field(default_factory=dict, description="Limit by resource; empty creates no quota.")


class LimitRange(Values):
    """Bounds and defaults of each container; all empty creates no LimitRange."""

    default: Quantities = Field(default_factory=dict, description="Limits of a container that states none.")
    default_request: Quantities = Field(
        default_factory=dict, description="Requests of a container that states none."
    )
    min: Quantities = Field(default_factory=dict, description="Least that a container may ask for.")
    max: Quantities = Field(default_factory=dict, description="Most that a container may ask for.")


class DefaultDeny(Values):
    """A policy for every Pod of the namespace: nothing in, nothing out."""

    enabled: bool = Field(True, description="Create the policy.")
    dns: bool = Field(True, description="Let every Pod ask for names (port 53).")
    ingress: Peers = Field(
        default_factory=dict, description="Who may connect to every Pod, by a name you choose."
    )
    egress: dict[Label, EgressPeer | None] = Field(
        default_factory=dict, description="Whom every Pod may call, by a name you choose."
    )


class GpuConfiguration(Values):
    """ConfigMaps that NVIDIA's operator or device plugin read; they lie in the namespace of either."""

    annotations: Annotations = Field(default_factory=dict, description="Annotations of the ConfigMaps.")
    mig_parted: MigParted = Field(default_factory=MigParted, description="How GPUs are cut by MIG.")
    device_plugin: DevicePlugin = Field(default_factory=DevicePlugin, description="How GPUs are shared.")


class PlatformValues(Names):
    """What a namespace of Triton services needs once, and what a cluster needs once: its GPUs, and what watches it."""

    namespace: Namespace = Field(default_factory=Namespace, description="The namespace itself.")
    resource_quota: ResourceQuota = Field(
        default_factory=ResourceQuota, description="Ceiling of the whole namespace."
    )
    limit_range: LimitRange = Field(
        default_factory=LimitRange, description="Bounds and defaults of each container."
    )
    network_policy: DefaultDeny = Field(default_factory=DefaultDeny, description="Nothing in, nothing out.")
    http_add_on: HttpAddOn = Field(
        default_factory=HttpAddOn, description="Who may lead requests to KEDA's HTTP add-on."
    )
    gpu: GpuConfiguration = Field(
        default_factory=GpuConfiguration, description="How the cluster's GPUs are cut and shared."
    )
    monitoring: PlatformMonitoring = Field(
        default_factory=PlatformMonitoring, description="What watches the cluster."
    )
    dashboards: Dashboards = Field(default_factory=Dashboards, description="Dashboards for Grafana.")
    trigger_authentication: TriggerAuthentication = Field(
        default_factory=TriggerAuthentication,
        description="How KEDA's scalers in this namespace prove themselves to Prometheus.",
    )
