"""An environment: a namespace on a cluster, and what differs there."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from tritonfleet.charts.types import OwnLabels
from tritonfleet.spec.base import DnsLabel, DnsSubdomain, Spec
from tritonfleet.spec.model_wire import ModelName
from tritonfleet.spec.units import Cpu, Memory


class Overrides(Spec):
    """What differs from the fleet's own models and services, deep-merged by name; ``null`` removes a key."""

    services: dict[DnsLabel, dict[str, Any]] = {}
    models: dict[ModelName, dict[str, Any]] = {}


class Quota(Spec):
    """What all pods of the environment may ask for together. GPUs follow from the plan."""

    cpu: Cpu | None = None
    memory: Memory | None = None
    pods: Annotated[int, Field(ge=1)] | None = None


class Existing(Spec):
    """What lies in the namespace without coming from the fleet. A list that is given is complete."""

    secrets: list[DnsSubdomain] | None = None
    config_maps: list[DnsSubdomain] | None = None
    persistent_volume_claims: list[DnsSubdomain] | None = None


class Environment(Spec):
    """Where the fleet runs once: dev, staging, prod."""

    cluster: DnsLabel
    namespace: DnsLabel
    exclude: Annotated[list[DnsLabel], Field(description="services that do not run here")] = []
    overrides: Overrides = Overrides()
    quota: Quota | None = None
    labels: OwnLabels = {}
    existing: Annotated[
        Existing, Field(description="objects made elsewhere: a reference to any other is an error")
    ] = Existing()
    sync: Annotated[
        Literal["automated", "manual"], Field(description="whether Argo CD applies changes by itself")
    ] = "automated"
