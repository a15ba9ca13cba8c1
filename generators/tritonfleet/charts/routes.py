"""Values of the ways in from outside the cluster."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.rules import Needs, Rule
from tritonfleet.charts.types import Annotations, Label, Name, Values, pattern

Hostname = Annotated[
    str, pattern(r"^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
]
RoutePath = Annotated[str, pattern(r"^/[A-Za-z0-9/._-]*$")]
RpcMethod = Annotated[str, pattern(r"^[A-Za-z][A-Za-z0-9]*$")]
Paths = dict[RoutePath, Literal["Exact", "Prefix"] | None]

INFERENCE_PATHS: Paths = {"/v2": "Exact", "/v2/health": "Prefix", "/v2/models": "Prefix"}
"""The inference half of the HTTP API; repository, trace and shared-memory control stay inside.

Source: triton-inference-server/server:docs/protocol.
"""

INFERENCE_METHODS = (
    "ServerLive", "ServerReady", "ServerMetadata", "ModelReady", "ModelMetadata", "ModelConfig",
    "ModelInfer", "ModelStreamInfer",
)  # fmt: skip
"""The inference half of inference.GRPCInferenceService (…/common:protobuf/grpc_service.proto)."""


class IngressTls(Values):
    """Encryption at the ingress controller."""

    secret_name: Name | None = Field(None, description="Secret with the certificate; null turns TLS off.")


class Ingress(Values):
    """HTTP from outside through an ingress controller."""

    rules: ClassVar[tuple[Rule, ...]] = (Needs("enabled", True, "host"),)

    enabled: bool = Field(False, description="Create the Ingress.")
    class_name: Name | None = Field(None, description="IngressClass; null is the default of the cluster.")
    host: Hostname | None = Field(None, description="Host name.")
    tls: IngressTls = Field(default_factory=IngressTls, description="Encryption at the controller.")
    annotations: Annotations = Field(default_factory=dict, description="Annotations of the Ingress.")
    paths: Paths = Field(
        default_factory=lambda: dict(INFERENCE_PATHS),
        description="Paths that are exposed; control APIs are not.",
    )


class ParentRef(Values):
    """The Gateway that a route attaches to."""

    namespace: Label | None = Field(None, description="Namespace of the Gateway; null is this one.")
    section_name: Name | None = Field(
        None, description="Listener of the Gateway; null is every one that fits."
    )


class Route(Values):
    """A route of the Gateway API."""

    rules: ClassVar[tuple[Rule, ...]] = (Needs("enabled", True, "parentRefs"),)

    enabled: bool = Field(False, description="Create the route.")
    parent_refs: dict[Name, ParentRef | None] = Field(default_factory=dict, description="Gateways, by name.")
    hostnames: list[Hostname] = Field(
        default_factory=list, description="Host names; empty is every one of the listener."
    )
    annotations: Annotations = Field(default_factory=dict, description="Annotations of the route.")


class HttpRoute(Route):
    """HTTP from outside through a Gateway."""

    paths: Paths = Field(
        default_factory=lambda: dict(INFERENCE_PATHS),
        description="Paths that are exposed; control APIs are not.",
    )


class GrpcRoute(Route):
    """gRPC from outside through a Gateway."""

    methods: dict[RpcMethod, bool] = Field(
        default_factory=lambda: dict.fromkeys(INFERENCE_METHODS, True),
        description="Methods of inference.GRPCInferenceService that are exposed; control methods are not.",
    )
