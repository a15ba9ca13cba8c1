"""The values of both charts: the one source of values.yaml, values.schema.json and the README tables."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from tritonfleet.charts.agreement import disagreements
from tritonfleet.charts.autoscaling import Autoscaling
from tritonfleet.charts.conditions import Is, When
from tritonfleet.charts.environment import EnvName, EnvVar
from tritonfleet.charts.gpu import Gpu
from tritonfleet.charts.helmtest import HelmTest
from tritonfleet.charts.monitoring import Monitoring
from tritonfleet.charts.network import NetworkPolicy, Service
from tritonfleet.charts.placement import (
    NodeRequirement,
    PodDisruptionBudget,
    ServiceAccount,
    Spread,
    Toleration,
    soft_spread,
)
from tritonfleet.charts.platform import PlatformValues
from tritonfleet.charts.repository import ModelRepository
from tritonfleet.charts.routes import GrpcRoute, HttpRoute, Ingress
from tritonfleet.charts.rules import NoPlainSecrets, Rule
from tritonfleet.charts.server import Server
from tritonfleet.charts.slo import Slo
from tritonfleet.charts.storage import ExtraVolume, Scratch, SharedMemory
from tritonfleet.charts.types import (
    Annotations,
    Count,
    Label,
    LabelText,
    MetadataKey,
    Name,
    Names,
    OwnLabels,
    PositiveSeconds,
    Refuse,
    Seconds,
    broken_rule,
)
from tritonfleet.charts.workload import Image, Probes, Resources, Shutdown, Strategy

__all__ = ["PlatformValues", "TritonValues"]

METRICS_ON = Is(("server", "metrics", "enabled"), (True,), absent=True)


class TritonValues(Names):
    """One Triton service: a Deployment, its Services, policies and routes."""

    rules: ClassVar[tuple[Rule, ...]] = (
        NoPlainSecrets("env"),
        When(Is(("monitoring", "monitor"), ("ServiceMonitor", "PodMonitor")), METRICS_ON),
        When(Is(("monitoring", "rules", "enabled"), (True,)), METRICS_ON),
        When(
            Is(("slo", "latency", "source"), ("histogram",)),
            Is(("server", "metrics", "histogramLatencies"), (True,)),
        ),
    )

    image: Image = Field(default_factory=Image, description="The Triton image.")
    image_pull_secrets: dict[Name, bool] = Field(default_factory=dict, description="Pull secrets by name.")
    replicas: Count | None = Field(
        1,
        description="Pods, unless autoscaling has an owner; null leaves the field to an autoscaler made elsewhere.",
    )
    strategy: Strategy = Field(
        default_factory=Strategy, description="How a new version replaces the old one."
    )
    progress_deadline_seconds: PositiveSeconds | None = Field(
        None,
        description="When a rollout counts as stuck; null is the startup budget plus ten minutes.",
    )
    min_ready_seconds: Seconds = Field(
        0, description="How long a Pod must be ready before the rollout goes on."
    )
    revision_history_limit: Count = Field(3, description="Old ReplicaSets kept for a rollback.")
    model_repository: ModelRepository = Field(
        default_factory=ModelRepository, description="Where the models come from: at most one source."
    )
    server: Server = Field(
        default_factory=Server, description="Everything that becomes a flag of tritonserver."
    )
    env: dict[EnvName, EnvVar | None] = Field(
        default_factory=dict, description="Environment variables by name; null drops one."
    )
    gpu: Gpu | None = Field(default_factory=Gpu, description="GPU request; null runs on CPU.")
    resources: Resources = Field(default_factory=Resources, description="CPU, memory and storage.")
    shared_memory: SharedMemory = Field(default_factory=SharedMemory, description="/dev/shm.")
    scratch: Scratch = Field(default_factory=Scratch, description="/tmp.")
    extra_volumes: dict[
        Annotated[
            Label,
            Refuse(r"^(models|shm|scratch|gcs-credentials|model-.*)$", "the chart has a volume of this name"),
        ],
        ExtraVolume | None,
    ] = Field(default_factory=dict, description="Volumes beside the models, by name; null drops one.")
    probes: Probes = Field(
        default_factory=Probes, description="How Kubernetes learns the state of the server."
    )
    shutdown: Shutdown = Field(
        default_factory=Shutdown, description="How a Pod ends without losing requests."
    )
    node_selector: dict[MetadataKey, LabelText] = Field(
        default_factory=dict, description="Labels that the node must have."
    )
    node_affinity: dict[MetadataKey, NodeRequirement | None] = Field(
        default_factory=dict, description="Requirements on node labels, by label key; all must hold."
    )
    tolerations: dict[Label, Toleration | None] = Field(
        default_factory=dict, description="Taints that the Pods accept, by a name you choose; null drops one."
    )
    topology_spread: Spread = Field(
        default_factory=soft_spread,
        description="How evenly Pods spread, by node label; null drops one.",
    )
    runtime_class_name: Name | None = Field(
        None, description="RuntimeClass, where the GPU runtime is not the default."
    )
    priority_class_name: Name | None = Field(None, description="PriorityClass of the Pods.")
    pod_labels: OwnLabels = Field(default_factory=dict, description="Labels of the Pods.")
    pod_annotations: Annotations = Field(default_factory=dict, description="Annotations of the Pods.")
    pod_disruption_budget: PodDisruptionBudget = Field(
        default_factory=PodDisruptionBudget, description="How many Pods a drain may take."
    )
    service_account: ServiceAccount = Field(
        default_factory=ServiceAccount, description="The identity of the Pods."
    )
    service: Service = Field(default_factory=Service, description="The Service for inference.")
    network_policy: NetworkPolicy = Field(
        default_factory=NetworkPolicy, description="Deny by default, with openings."
    )
    ingress: Ingress = Field(
        default_factory=Ingress, description="HTTP from outside through an ingress controller."
    )
    http_route: HttpRoute = Field(
        default_factory=HttpRoute, description="HTTP from outside through a Gateway."
    )
    grpc_route: GrpcRoute = Field(
        default_factory=GrpcRoute, description="gRPC from outside through a Gateway."
    )
    monitoring: Monitoring = Field(default_factory=Monitoring, description="How the service is watched.")
    slo: Slo = Field(default_factory=Slo, description="What the users of the service may rely on.")
    autoscaling: Autoscaling = Field(
        default_factory=Autoscaling, description="Who decides the number of Pods, and by what."
    )
    test: HelmTest = Field(
        default_factory=HelmTest, description="`helm test`: waits for the server, then infers."
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        """What JSON Schema cannot compare; the chart's templates fail for the same."""
        for message in disagreements(self):
            raise broken_rule(message)
        return self
