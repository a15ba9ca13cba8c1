"""Scaling by KEDA's HTTP add-on: every way into the service leads through its proxy, which counts one port."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.planner.scaling.constants import constants
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, named, written_at
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.spec.service import Expose

COUNT_ELSEWHERE = "count by a query on the gateway (scaling.gateway.by: query)"


def _counted(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    scaling, cluster = service.spec.scaling, environment.cluster
    if cluster is None or scaling is None or scaling.gateway is None or scaling.gateway.by != "http-add-on":
        return
    for field, message, fix in _around(service.spec.expose, cluster):
        path = written_at(environment, service.name, "expose", field)
        yield Broken("FLT075", path, f"{named(environment, service)}: {message}", fix)


def _around(expose: Expose, cluster: Cluster) -> Iterator[tuple[str, str, str]]:
    """Ways in that the proxy does not see: the field, what is wrong, and the mend."""
    if expose.grpc_route and (expose.ingress or expose.http_route):
        message = "the HTTP add-on counts one port of a service, and both HTTP and gRPC are exposed"
        yield "grpcRoute", message, f"expose one of them, or {COUNT_ELSEWHERE}"
    classes = constants().http_add_on["ingress_classes_without"]
    if expose.ingress and cluster.ingress and cluster.ingress.class_name in classes:
        message = f"an Ingress of class {cluster.ingress.class_name} cannot lead to the HTTP add-on's proxy"
        yield "ingress", message, f"expose it by httpRoute, or {COUNT_ELSEWHERE}"


RULES: tuple[ServiceRule, ...] = (_counted,)
