"""Values of the grant by which routes may lead to the proxy of KEDA's HTTP add-on."""

from __future__ import annotations

from pydantic import Field

from tritonfleet.charts.types import Label, Name, Values


class HttpAddOn(Values):
    """KEDA's HTTP add-on: a route of the Gateway API leads into another namespace only with a ReferenceGrant there.

    Source: kubernetes-sigs/gateway-api:apis/v1beta1/referencegrant_types.go.
    """

    namespace: Label = Field("keda", description="Namespace of the add-on, in which the ReferenceGrant lies.")
    service: Name = Field(
        "keda-add-ons-http-interceptor-proxy", description="Service of its proxy; nothing else is granted."
    )
    routes_from: dict[Label, bool] = Field(
        default_factory=dict,
        description="Namespaces whose HTTPRoutes and GRPCRoutes may lead to the proxy; empty creates no grant.",
    )
