"""Values of the Pod: image, amounts of CPU and memory, probes, shutdown."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Protocol, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.charts.rules import NotBoth, Rule
from tritonfleet.charts.types import (
    CountOrPercent,
    Digest,
    ExactTag,
    Positive,
    PositiveSeconds,
    Seconds,
    Values,
    pattern,
)
from tritonfleet.spec.units import Cpu, Memory

ImageName = Annotated[str, pattern(r"^[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9._-]+)*$")]
PullPolicy = Literal["Always", "IfNotPresent", "Never"]


class Image(Values):
    """The Triton image."""

    repository: ImageName = Field("nvcr.io/nvidia/tritonserver", description="Image name without tag.")
    tag: ExactTag = Field(
        "26.07-py3", description="Exact version. TensorRT plans only load in the version that built them."
    )
    digest: Digest | None = Field(
        None, description="Content digest; when set, it decides and the tag only informs."
    )
    pull_policy: PullPolicy = Field("IfNotPresent", description="When the node pulls the image.")


class Strategy(Values):
    """How a new version replaces the old one."""

    rules: ClassVar[tuple[Rule, ...]] = (NotBoth("maxSurge", "maxUnavailable", (0, "0%")),)

    type: Literal["RollingUpdate", "Recreate"] = Field(
        "RollingUpdate", description="Recreate stops every old Pod first: no spare GPU needed, but downtime."
    )
    max_surge: CountOrPercent = Field(
        1, description="Pods above replicas during a rollout; each needs a free GPU. 0 on a full pool."
    )
    max_unavailable: CountOrPercent = Field(0, description="Pods that may be missing during a rollout.")


class Quantities(Values):
    """Amounts of the resources that are not GPUs."""

    cpu: Cpu | None = Field(None, description="CPU cores.")
    memory: Memory | None = Field(None, description="Memory; /dev/shm counts to it.")
    ephemeral_storage: Memory | None = Field(
        None, alias="ephemeral-storage", description="Node storage: /tmp and logs."
    )


class Amounts(Protocol):
    """CPU, memory and disk of one container."""

    @property
    def cpu(self) -> Cpu | None: ...

    @property
    def memory(self) -> Memory | None: ...

    @property
    def ephemeral_storage(self) -> Memory | None: ...


def above_limit(requests: Amounts, limits: Amounts) -> str | None:
    """What is wrong with a request above its limit, which the API server refuses; None when all fit.

    Source: kubernetes/kubernetes:pkg/apis/core/validation/validation.go.
    """
    pairs: dict[str, tuple[Cpu | Memory | None, Cpu | Memory | None]] = {
        "cpu": (requests.cpu, limits.cpu),
        "memory": (requests.memory, limits.memory),
        "ephemeral-storage": (requests.ephemeral_storage, limits.ephemeral_storage),
    }
    for name, (request, limit) in pairs.items():
        if request is not None and limit is not None and limit.amount < request.amount:
            return f"requests.{name} ({request}) is above limits.{name} ({limit})"
    return None


class Requests(Quantities):
    """What the scheduler reserves."""

    cpu: Cpu | None = Field(Cpu("2"), description="CPU cores reserved.")
    memory: Memory | None = Field(Memory("8Gi"), description="Memory reserved.")


class Limits(Quantities):
    """What the kernel enforces."""

    cpu: Cpu | None = Field(None, description="CPU ceiling; unset, because throttling costs latency.")
    memory: Memory | None = Field(Memory("8Gi"), description="Memory ceiling; /dev/shm counts to it.")


class Resources(Values):
    """CPU, memory and storage of the Triton container."""

    requests: Requests = Field(default_factory=Requests, description="What the scheduler reserves.")
    limits: Limits = Field(default_factory=Limits, description="What the kernel enforces.")

    @model_validator(mode="after")
    def _requests_fit(self) -> Self:
        if message := above_limit(self.requests, self.limits):
            raise PydanticCustomError("rule", "{message}", {"message": message})
        return self


class Probe(Values):
    """A probe that fails after a number of periods."""

    period_seconds: PositiveSeconds = Field(10, description="Seconds between two attempts.")
    timeout_seconds: PositiveSeconds = Field(5, description="Seconds until an attempt counts as failed.")
    failure_threshold: Positive = Field(3, description="Failures in a row until the kubelet acts.")


class LivenessProbe(Probe):
    """Restarts a server that no longer answers."""

    failure_threshold: Positive = Field(6, description="Failures in a row until the container restarts.")


class ReadinessProbe(Probe):
    """Takes a Pod out of the Services while a model is not available."""

    period_seconds: PositiveSeconds = Field(5, description="Seconds between two attempts.")
    failure_threshold: Positive = Field(2, description="Failures in a row until the Pod gets no requests.")


class StartupProbe(Values):
    """Holds the other probes back while the models load."""

    budget_seconds: PositiveSeconds = Field(
        600, description="Longest time that pulling from the model store and loading may take."
    )
    period_seconds: PositiveSeconds = Field(
        5, description="Seconds between two attempts; the failure threshold follows."
    )
    timeout_seconds: PositiveSeconds = Field(5, description="Seconds until an attempt counts as failed.")


class Probes(Values):
    """How Kubernetes learns the state of the server."""

    startup: StartupProbe = Field(
        default_factory=StartupProbe, description="Holds the other probes back while models load."
    )
    liveness: LivenessProbe = Field(
        default_factory=LivenessProbe, description="Restarts a server that no longer answers."
    )
    readiness: ReadinessProbe = Field(
        default_factory=ReadinessProbe, description="Sends requests only when every model is available."
    )


class Shutdown(Values):
    """The grace period is preStop + server.exitTimeoutSeconds + unload."""

    pre_stop_seconds: Seconds = Field(
        15, description="Wait until every proxy has forgotten the Pod, before SIGTERM."
    )
    unload_seconds: Seconds = Field(15, description="Time to unload the models after the last request.")
