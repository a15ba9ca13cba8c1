"""Values of the way through KEDA's HTTP add-on, whose proxy holds requests until the first Pod is ready.

Source: kedacore/http-add-on:config/crd/bases/http.keda.sh_interceptorroutes.yaml@v0.15.0 (the kind is there from 0.14,
HTTP/2 to the Pods from 0.15); names and port: kedacore/charts:http-add-on/values.yaml.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tritonfleet.charts.routes import Hostname
from tritonfleet.charts.types import Label, Name, Port, Positive, PositiveSeconds, Values

TRIGGER_TYPE = "external-push"
"""Kind of trigger by which the add-on tells KEDA what it counted (kedacore/http-add-on:pkg/k8s/scaledobject.go)."""

SCALER_ADDRESS = "scalerAddress"
"""Key of that trigger's metadata that says whom KEDA asks."""


class InterceptorProxy(Values):
    """The Service of the add-on's proxy."""

    namespace: Label = Field("keda", description="Namespace of the add-on.")
    service: Name = Field("keda-add-ons-http-interceptor-proxy", description="Name of the Service.")
    port: Port = Field(8080, description="Its port.")
    cluster_domain: Name = Field("cluster.local", description="Domain of the cluster's names.")


class InterceptorRoute(Values):
    """Requests go through the add-on's proxy, which counts them and finds the service by the host that they ask for."""

    concurrency: Positive = Field(description="Requests in flight a Pod that are aimed at.")
    port: Literal["http", "grpc"] = Field(
        "http", description="What it forwards to; the other of the two wakes nobody."
    )
    hosts: list[Hostname] = Field(
        default_factory=list,
        description="More hosts, beside those of the Ingress or route and <name>-interceptor.",
    )
    readiness_seconds: PositiveSeconds | None = Field(
        None, description="Longest wait of a request for the first Pod; null is progressDeadlineSeconds."
    )
    proxy: InterceptorProxy = Field(
        default_factory=InterceptorProxy, description="The Service of the add-on's proxy."
    )
