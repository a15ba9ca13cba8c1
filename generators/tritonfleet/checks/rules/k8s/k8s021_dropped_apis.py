"""K8S021: current operators still read the API version of every custom resource."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.catalogue import catalogue
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    dropped = catalogue().dropped
    for resource in world.index.resources:
        found = dropped.get(resource.api_version)
        if found:
            message = f"{found.by} stopped reading {resource.api_version}"
            mend = Mend("set", ("apiVersion",), found.use)
            yield Breach(resource, ("apiVersion",), message, f"use {found.use}", mend=mend)


RULE = Rule(
    id="K8S021",
    title="Current operators no longer read this API version",
    severity=Severity.WARNING,
    why="Where the old CustomResourceDefinition is gone the apply fails with `no matches for kind`. Where it "
    "was left behind the object is accepted and nobody reads it: the route or the certificate just never "
    "appears.",
    fix="use the API version that the operator reads today",
    sources=(
        "traefik/traefik-helm-chart#639",
        "external-secrets/external-secrets#4901",
        "FairwindsOps/pluto:versions.yaml",
    ),
    check=check,
    fails="""\
apiVersion: traefik.containo.us/v1alpha1
kind: IngressRoute
metadata: {name: bert, namespace: prod}
spec: {entryPoints: [web], routes: [{match: Host(`bert.example.com`), kind: Rule}]}
""",
    passes="""\
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: bert, namespace: prod}
spec: {entryPoints: [web], routes: [{match: Host(`bert.example.com`), kind: Rule}]}
""",
)
