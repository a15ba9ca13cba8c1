"""Values of what is reachable, by whom, and how."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.rules import AtMostOne, Rule
from tritonfleet.charts.types import Annotations, Label, Labels, Port, Values, pattern

Cidr = Annotated[str, pattern(r"^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F:]+:[0-9a-fA-F:]*)/[0-9]{1,3}$")]


class Service(Values):
    """The Service for inference: HTTP and gRPC. Metrics have a Service of their own."""

    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] = Field(
        "ClusterIP", description="How it is reachable."
    )
    annotations: Annotations = Field(default_factory=dict, description="Annotations of the Service.")
    http_port: Port = Field(8000, description="Port for HTTP.")
    grpc_port: Port = Field(8001, description="Port for gRPC.")
    load_balancer_source_ranges: list[Cidr] = Field(
        default_factory=list, description="Clients that a LoadBalancer admits; empty admits all."
    )
    headless: bool = Field(
        True, description="Also a headless Service, for gRPC clients that balance themselves."
    )


class Peer(Values):
    """Who may connect, or be connected to. All null: every Pod of the same namespace."""

    rules: ClassVar[tuple[Rule, ...]] = (
        AtMostOne(("cidr", "namespaceLabels")),
        AtMostOne(("cidr", "podLabels")),
    )

    namespace_labels: Labels | None = Field(
        None, description="Labels of the namespace; {} is every namespace, null this one."
    )
    pod_labels: Labels | None = Field(None, description="Labels of the Pods; {} or null is every Pod.")
    cidr: Cidr | None = Field(None, description="Addresses outside the cluster.")


class EgressPeer(Peer):
    """Whom the Pods may call."""

    ports: list[Port] = Field(default_factory=list, description="TCP ports; empty is every port.")


Peers = dict[Label, Peer | None]


def _same_namespace() -> Peers:
    return {"same-namespace": Peer()}


def _monitoring() -> Peers:
    return {"monitoring": Peer(namespace_labels={"kubernetes.io/metadata.name": "monitoring"})}


class IngressRules(Values):
    """Who may connect, by kind of traffic."""

    inference: Peers = Field(
        default_factory=_same_namespace,
        description="Peers for HTTP and gRPC, by a name you choose.",
    )
    metrics: Peers = Field(
        default_factory=_monitoring,
        description="Peers for the metrics port, by a name you choose.",
    )


class EgressRules(Values):
    """Whom the Pods may call."""

    dns: bool = Field(True, description="Port 53 anywhere: cluster DNS may sit on a node address.")
    model_store: bool = Field(True, description="The ports that the model repository and its identity need.")
    peers: dict[Label, EgressPeer | None] = Field(
        default_factory=dict, description="More peers, by a name you choose."
    )


class NetworkPolicy(Values):
    """Deny by default, with the openings the server needs."""

    enabled: bool = Field(True, description="Create the policy.")
    ingress: IngressRules = Field(default_factory=IngressRules, description="Who may connect.")
    egress: EgressRules = Field(default_factory=EgressRules, description="Whom the Pods may call.")
