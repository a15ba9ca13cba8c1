"""K8S035: every probe and every hook says what to do, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, value
from tritonfleet.checks.pods import (
    containers_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PROBES: tuple[Path, ...] = (("startupProbe",), ("livenessProbe",), ("readinessProbe",))
_HOOKS: tuple[Path, ...] = (("lifecycle", "postStart"), ("lifecycle", "preStop"))
_IN_PROBE = ("exec", "httpGet", "tcpSocket", "grpc")
_IN_HOOK = ("exec", "httpGet", "tcpSocket", "sleep")


def check(world: World) -> Verdicts:
    found = world.derived(containers_with)
    for paths, actions in ((_PROBES, _IN_PROBE), (_HOOKS, _IN_HOOK)):
        for path in paths:
            for container in found.get(str(path[0]), ()):
                handler = value(container.data, *path)
                if isinstance(handler, dict) and (fault := _fault(handler, actions)):
                    message = f"`{'.'.join(map(str, path))}` of `{container.name}` {fault}"
                    yield Breach(container.workload.resource, (*container.path, *path), message)


def _fault(handler: Mapping[str, Any], actions: Sequence[str]) -> str:
    given = [action for action in actions if handler.get(action) is not None]
    if not given:
        return f"has none of {', '.join(actions)}"
    return f"has {' and '.join(given)}, and may have one of them only" if len(given) > 1 else ""


RULE = Rule(
    id="K8S035",
    title="A probe or hook says nothing to do, or two things",
    severity=Severity.ERROR,
    why="The API server refuses the object: `must specify a handler type`, or `may not specify more than 1 "
    "handler type`. The latter is what merging values over a chart's default probe gives: httpGet stays "
    "beside the new exec.",
    fix="keep exactly one action; in Helm values set the chart's default one to null",
    sources=("vllm-project/production-stack#807", "jenkinsci/helm-charts#276"),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: gateway, namespace: prod}
spec:
  containers:
  - name: gateway
    image: registry.example.com/gateway:1.4
    resources: {requests: {cpu: 500m, memory: 1Gi}}
    livenessProbe: {httpGet: {path: /healthz, port: 8080}, exec: {command: ["true"]}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: gateway, namespace: prod}
spec:
  containers:
  - name: gateway
    image: registry.example.com/gateway:1.4
    resources: {requests: {cpu: 500m, memory: 1Gi}}
    livenessProbe: {httpGet: {path: /healthz, port: 8080}, exec: null}
    lifecycle: {preStop: {sleep: {seconds: 10}}}
""",
)
