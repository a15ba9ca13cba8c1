"""NET013: the cluster chooses a Service's address."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for service in world.index.of_kind("Service"):
        address = value(service.data, "spec", "clusterIP")
        if isinstance(address, str) and address not in ("", "None"):
            message = f"the address {address} may be outside the cluster's range, or taken"
            mend = Mend("remove", ("spec", "clusterIP"))
            yield Breach(service, ("spec", "clusterIP"), message, mend=mend)


RULE = Rule(
    id="NET013",
    title="A Service's address is fixed",
    severity=Severity.WARNING,
    why="In another cluster the API server refuses it: `provided IP is not in the valid range` or `already "
    "allocated`. It usually comes from a Service that was exported with kubectl.",
    fix="leave `clusterIP` out, and reach the Service by its name",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/cluster-ip-allocation.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {clusterIP: 10.96.14.7, selector: {app: bert}, ports: [{name: http, port: 8000}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {clusterIP: None, selector: {app: bert}, ports: [{name: http, port: 8000}]}
""",
)
