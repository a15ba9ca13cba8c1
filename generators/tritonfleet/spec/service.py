"""A service: one Triton server, the models it loads, and what it needs around it."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.charts.environment import EnvName, EnvVar
from tritonfleet.charts.routes import Hostname
from tritonfleet.charts.rules import NoPlainSecrets
from tritonfleet.charts.types import Annotations, OwnLabels
from tritonfleet.charts.workload import ImageName, above_limit
from tritonfleet.spec.base import DnsLabel, DnsSubdomain, Spec
from tritonfleet.spec.gpu import GpuRequest
from tritonfleet.spec.model_wire import ModelName
from tritonfleet.spec.monitoring import Monitoring
from tritonfleet.spec.profile import Profile
from tritonfleet.spec.repository import ModelRepository
from tritonfleet.spec.scaling import Scaling
from tritonfleet.spec.server import Server
from tritonfleet.spec.slo import Slo
from tritonfleet.spec.units import Cpu, Duration, Memory, Percentage


class Image(Spec):
    """The Triton container image, by exact tag or by digest."""

    repository: ImageName = "nvcr.io/nvidia/tritonserver"
    tag: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")] = "26.07-py3"
    digest: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")] | None = None
    pull_secrets: list[DnsSubdomain] = []

    @model_validator(mode="after")
    def _exact(self) -> Self:
        if not re.search(r"\d", self.tag):
            raise PydanticCustomError("image_tag", "an exact tag is needed, '{tag}' moves", {"tag": self.tag})
        return self

    @property
    def triton_release(self) -> tuple[int, int] | None:
        """Triton's release (year, month) from a tag such as ``26.07-py3``; None for other tags."""
        match = re.match(r"(\d\d)\.(\d\d)", self.tag)
        return (int(match[1]), int(match[2])) if match else None


class ResourceAmounts(Spec):
    """CPU, memory and disk of one pod. GPUs are asked for under ``gpu``."""

    cpu: Cpu | None = None
    memory: Memory | None = None
    ephemeral_storage: Memory | None = None


class Resources(Spec):
    """What one pod reserves, and what it may use at most."""

    requests: ResourceAmounts = ResourceAmounts()
    limits: ResourceAmounts = ResourceAmounts()

    @model_validator(mode="after")
    def _requests_fit(self) -> Self:
        if message := above_limit(self.requests, self.limits):
            raise PydanticCustomError("resources", "{message}", {"message": message})
        return self


class Rollout(Spec):
    """How a new version replaces the old one. Left out, surge follows from the pool's free GPUs."""

    strategy: Literal["rolling", "recreate", "canary", "blueGreen", "ab"] = "rolling"
    max_surge: Annotated[int, Field(ge=0)] | None = None
    max_unavailable: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.strategy in {"canary", "blueGreen", "ab"}:
            raise PydanticCustomError(
                "not_supported_yet", "not supported yet: rollout by {s}", {"s": self.strategy}
            )
        if self.max_surge == 0 and self.max_unavailable == 0:
            raise PydanticCustomError("rollout", "maxSurge and maxUnavailable cannot both be 0")
        return self


class Shutdown(Spec):
    """How long each step of leaving takes; the grace period is their sum."""

    propagation: Annotated[
        Duration, Field(description="until every proxy has dropped the pod from its endpoints")
    ] = Duration("15s")
    unload: Annotated[Duration, Field(description="to unload the models after the last request")] = Duration(
        "15s"
    )


class Tls(Spec):
    """The Secret with the certificate; it is named here and made elsewhere."""

    secret_name: DnsSubdomain


class IngressExposure(Spec):
    """HTTP from outside the cluster by an Ingress of the cluster's ingress class."""

    host: Hostname
    tls: Tls | None = None
    annotations: Annotations = {}


class RouteExposure(Spec):
    """HTTP or gRPC from outside the cluster by a Gateway API route on the cluster's gateway."""

    hostnames: Annotated[list[Hostname], Field(min_length=1)]


class Expose(Spec):
    """Ways in from outside the cluster. Inside it, the Service is always there."""

    ingress: IngressExposure | None = None
    http_route: RouteExposure | None = None
    grpc_route: RouteExposure | None = None


class Clients(Spec):
    """Who may call inference: pods of these namespaces. The service's own namespace always may."""

    namespaces: list[DnsLabel] = []


class Service(Spec):
    """One Triton server: the models it loads, where they lie, what it runs on, how it is reached."""

    models: Annotated[list[ModelName], Field(min_length=1, description="names of models to load")]
    repository: ModelRepository
    image: Image = Image()
    runtime: Literal["deployment", "kserve"] = "deployment"
    replicas: Annotated[int, Field(ge=0, le=1000)] = 1
    scaling: Scaling | None = None
    pool: Annotated[
        DnsLabel | None, Field(description="node pool of the environment's cluster that it runs on")
    ] = None
    gpu: GpuRequest | None = None
    resources: Resources = Resources()
    server: Server = Server()
    rollout: Rollout = Rollout()
    shutdown: Shutdown = Shutdown()
    expose: Expose = Expose()
    clients: Clients = Clients()
    env: dict[EnvName, EnvVar] = {}
    labels: OwnLabels = {}
    priority_class: DnsSubdomain | None = None
    slo: Annotated[
        Slo | None, Field(description="what its users may rely on; what is left out: the fleet's")
    ] = None
    profile: Profile | None = None
    headroom: Annotated[
        Percentage, Field(description="what the plan keeps free on top of replicas or load")
    ] = Percentage("0%")
    monitoring: Monitoring = Monitoring()

    @property
    def visible_gpus(self) -> int:
        """How many GPUs the server sees: a slice or a share counts as one, none is a server on CPU."""
        return (self.gpu.count or 1) if self.gpu else 0

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.runtime == "kserve":
            raise PydanticCustomError("not_supported_yet", "not supported yet: runtime kserve")
        repeated = sorted({m for m in self.models if self.models.count(m) > 1})
        if repeated:
            raise PydanticCustomError("repeated", "{models} is listed twice", {"models": repeated[0]})
        if secret := NoPlainSecrets("env").broken({"env": self.env}):
            raise PydanticCustomError("secret", "{message}", {"message": secret})
        return self
