"""K8S075: what images are pulled with is a pull secret."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_TYPES = ("kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg")


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("imagePullSecrets", ()):
        path: Path = (*workload.path, "spec", "imagePullSecrets")
        yield from _verdicts(world, workload.resource, path, workload.spec.get("imagePullSecrets"))
    for account in world.index.of_kind("ServiceAccount"):
        yield from _verdicts(world, account, ("imagePullSecrets",), account.data.get("imagePullSecrets"))


def _verdicts(world: World, resource: Resource, path: Path, given: Any) -> Verdicts:
    for number, named in items({"given": given}, "given"):
        secret = world.index.get("Secret", resource.namespace, str(named.get("name")))
        if secret is not None and secret.group == "" and secret.data.get("type") not in _TYPES:
            message = f"{secret} is of type {secret.data.get('type') or 'Opaque'}, not {_TYPES[0]}"
            yield Breach(resource, (*path, number, "name"), message, related=(secret,))


RULE = Rule(
    id="K8S075",
    title="A pull secret is of another type",
    severity=Severity.ERROR,
    why="The kubelet passes it over without a word and pulls without credentials: ImagePullBackOff with `401 "
    "Unauthorized` or `pull access denied`, although the right key is in the Secret.",
    fix="make the Secret with `kubectl create secret docker-registry`, whose type is "
    "kubernetes.io/dockerconfigjson",
    sources=("kubernetes/kubernetes:pkg/credentialprovider/secrets/secrets.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Secret
metadata: {name: ngc, namespace: prod}
stringData: {apiKey: ""}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {imagePullSecrets: [{name: ngc}], containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
    passes="""\
apiVersion: v1
kind: Secret
metadata: {name: ngc, namespace: prod}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{"auths": {}}'}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {imagePullSecrets: [{name: ngc}], containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
)
