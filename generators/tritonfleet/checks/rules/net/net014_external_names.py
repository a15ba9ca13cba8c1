"""NET014: an external name is a name."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:]+")


def check(world: World) -> Verdicts:
    for service in world.index.of_kind("Service"):
        name = value(service.data, "spec", "externalName")
        if value(service.data, "spec", "type") != "ExternalName" or not isinstance(name, str):
            continue
        if "/" in name or _ADDRESS.fullmatch(name):
            what = "an address" if "/" not in name else "no host name"
            message = f"`{name}` is {what}, and DNS hands it out as a name"
            yield Breach(service, ("spec", "externalName"), message)


RULE = Rule(
    id="NET014",
    title="An external name is an address",
    severity=Severity.ERROR,
    why="The Service becomes a CNAME record, and names made of digits do not resolve: clients see `no such "
    "host`.",
    fix="name a host, or use a Service without a selector and an EndpointSlice with the address",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/service.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bucket, namespace: prod}
spec: {type: ExternalName, externalName: 10.2.3.4}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bucket, namespace: prod}
spec: {type: ExternalName, externalName: minio.storage.example.com}
""",
)
