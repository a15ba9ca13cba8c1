"""NET011: the fields of a Service go with its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_OUTSIDE = frozenset({"NodePort", "LoadBalancer"})


def check(world: World) -> Verdicts:
    for service in world.index.of_kind("Service"):
        spec = mapping(service.data, "spec")
        for path, fault in _faults(str(spec.get("type") or "ClusterIP"), spec):
            yield Breach(service, ("spec", *path), fault)


def _faults(kind: str, spec: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    ports = items(spec, "ports")
    if kind == "ClusterIP":
        for number, port in ports:
            if port.get("nodePort"):
                yield (
                    ("ports", number, "nodePort"),
                    f"`nodePort: {port['nodePort']}` does not go with type ClusterIP",
                )
    if kind not in _OUTSIDE and spec.get("externalTrafficPolicy") and not spec.get("externalIPs"):
        yield ("externalTrafficPolicy",), f"`externalTrafficPolicy` does not go with type {kind}"
    if kind in _OUTSIDE and spec.get("clusterIP") == "None":
        yield ("clusterIP",), f"a Service of type {kind} cannot be headless"
    if kind == "ExternalName" and not spec.get("externalName"):
        yield ("externalName",), "a Service of type ExternalName needs `externalName`"
    if len(ports) > 1:
        for number, port in ports:
            if not port.get("name"):
                yield ("ports", number), "a port needs a name where there are several"


RULE = Rule(
    id="NET011",
    title="Fields of a Service contradict each other",
    severity=Severity.ERROR,
    why="The API server refuses the Service: `may not be used when type is 'ClusterIP'`, or `ports[1].name: "
    "Required value`. Overriding only the type in a chart's values does this.",
    fix="drop the field, or change the type",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {type: ClusterIP, selector: {app: bert}, ports: [{name: http, port: 8000, nodePort: 30800}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {type: NodePort, selector: {app: bert}, ports: [{name: http, port: 8000, nodePort: 30800}]}
""",
)
