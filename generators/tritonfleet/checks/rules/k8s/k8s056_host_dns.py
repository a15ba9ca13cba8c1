"""K8S056: a pod on the host's network resolves the names of Services."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.pods import (
    Container,
    by_workload,
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_SERVICE = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+\.svc\b")


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("hostNetwork", ()):
        policy = workload.spec.get("dnsPolicy", "ClusterFirst")
        if workload.spec.get("hostNetwork") is not True or policy not in ("ClusterFirst", "Default"):
            continue
        for container in world.derived(by_workload).get(workload, ()):
            name = _named(container)
            if name:
                path = (*workload.path, "spec", "dnsPolicy")
                message = f"`{container.name}` asks for `{name}`, which the node's own DNS does not know"
                mend = Mend("set", path, "ClusterFirstWithHostNet")
                yield Breach(workload.resource, path, message, mend=mend)
                break


def _named(container: Container) -> str:
    """The first Service that the container's arguments or environment name in full."""
    words = [container.data.get("args"), container.data.get("command")]
    words.append([variable.get("value") for _, variable in items(container.data, "env")])
    for texts in words:
        for text in texts if isinstance(texts, list) else ():
            if isinstance(text, str) and (match := _SERVICE.search(text)):
                return match[0]
    return ""


RULE = Rule(
    id="K8S056",
    title="A pod on the host's network cannot resolve Services",
    severity=Severity.ERROR,
    why="With hostNetwork and the default dnsPolicy the pod asks the node's name servers, which answer NXDOMAIN "
    "for anything under .svc: the program logs `no such host`.",
    fix="set `dnsPolicy: ClusterFirstWithHostNet`",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/dns-pod-service.md",),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: gateway, namespace: prod}
spec:
  selector: {matchLabels: {app: gateway}}
  template:
    metadata: {labels: {app: gateway}}
    spec:
      hostNetwork: true
      containers: [{name: gateway, image: "gateway:2.1", args: ["--backend=bert.prod.svc:8001"]}]
""",
    passes="""\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: gateway, namespace: prod}
spec:
  selector: {matchLabels: {app: gateway}}
  template:
    metadata: {labels: {app: gateway}}
    spec:
      hostNetwork: true
      dnsPolicy: ClusterFirstWithHostNet
      containers: [{name: gateway, image: "gateway:2.1", args: ["--backend=bert.prod.svc:8001"]}]
""",
)
