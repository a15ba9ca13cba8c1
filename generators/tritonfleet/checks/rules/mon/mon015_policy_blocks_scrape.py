"""MON015: NetworkPolicies let Prometheus reach the ports that monitors scrape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tritonfleet.checks.facts import Facts, PrometheusFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import selects
from tritonfleet.checks.monitors import Scrape, scrapes
from tritonfleet.checks.monitors.selection import PROMETHEUS_NAMESPACE
from tritonfleet.checks.objects import Resource, items, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    policies: dict[str, list[Resource]] = defaultdict(list)
    for policy in world.index.of_kind("NetworkPolicy"):
        policies[policy.namespace].append(policy)
    if not policies:
        return
    done: set[tuple[int, int | None]] = set()
    for scrape in scrapes(world):
        if (id(scrape.workload), scrape.number) not in done:
            done.add((id(scrape.workload), scrape.number))
            here = policies.get(scrape.workload.resource.namespace, ())
            yield from _of(world, scrape, [policy for policy in here if _applies(policy, scrape)])


def _of(world: World, scrape: Scrape, policies: Sequence[Resource]) -> Verdicts:
    if not policies or any(_opens(policy, scrape, None) for policy in policies):
        return
    namespace = _namespace(world)
    if not namespace:
        yield Undecided(PROMETHEUS_NAMESPACE)
        return
    labels = _labels(world, namespace)
    if not any(_opens(policy, scrape, (namespace, labels)) for policy in policies):
        message = (
            f"no policy of {scrape.workload.resource} lets namespace {namespace} in on port {scrape.number}, "
            f"which {scrape.endpoint.monitor} scrapes"
        )
        related = (scrape.workload.resource, scrape.endpoint.monitor)
        yield Breach(policies[0], ("spec", "ingress"), message, related=related)


def _namespace(world: World) -> str:
    found = next(iter(world.index.of_kind("Prometheus")), None)
    if found is not None:
        return found.namespace
    return world.facts.prometheus.namespace if world.facts.prometheus else ""


def _labels(world: World, namespace: str) -> Mapping[str, str]:
    own = world.index.get("Namespace", "", namespace)
    return {"kubernetes.io/metadata.name": namespace} | (own.labels if own else {})


def _applies(policy: Resource, scrape: Scrape) -> bool:
    spec = mapping(policy.data, "spec")
    types = value(spec, "policyTypes")
    ingress = not isinstance(types, list) or "Ingress" in types
    return ingress and selects(mapping(spec, "podSelector"), scrape.workload.labels)


def _opens(policy: Resource, scrape: Scrape, peer: tuple[str, Mapping[str, str]] | None) -> bool:
    """Whether a rule lets the peer in on the port; without a peer: whether it lets everybody in."""
    return any(
        _has_port(rule, scrape) and _lets_in(rule, policy, peer)
        for _, rule in items(policy.data, "spec", "ingress")
    )


def _has_port(rule: Mapping[str, Any], scrape: Scrape) -> bool:
    if not rule.get("ports"):
        return True
    names = [p.get("name") for p in scrape.workload.ports if p.get("containerPort") == scrape.number]
    return any(_is_port(port, scrape.number, names) for _, port in items(rule, "ports"))


def _is_port(port: Mapping[str, Any], number: int | None, names: Sequence[Any]) -> bool:
    given, end = port.get("port"), port.get("endPort")
    if given is None:
        return True
    if isinstance(given, int) and isinstance(end, int) and number is not None:
        return given <= number <= end
    return given == number or (isinstance(given, str) and given in names)


def _lets_in(rule: Mapping[str, Any], policy: Resource, peer: tuple[str, Mapping[str, str]] | None) -> bool:
    if not rule.get("from"):
        return True
    if peer is None:
        return False
    return any(_is_from(source, policy, *peer) for source in _sources(rule))


def _sources(rule: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for _, source in items(rule, "from"):
        yield source


def _is_from(source: Mapping[str, Any], policy: Resource, namespace: str, labels: Mapping[str, str]) -> bool:
    """Whether the source may be Prometheus; its address and pod labels are not known, so they are taken to fit."""
    if "namespaceSelector" in source:
        selector = mapping(source, "namespaceSelector")
        return selects(selector, labels) or bool(set(mapping(selector, "matchLabels")) - set(labels))
    return "ipBlock" in source or namespace == policy.namespace


RULE = Rule(
    id="MON015",
    title="A NetworkPolicy keeps Prometheus out",
    severity=Severity.ERROR,
    why="Once a policy selects the pods, what no policy allows is dropped. The target shows `context "
    "deadline exceeded`, and dashboards, alerts and autoscalers see nothing, while inference works.",
    fix="allow ingress from Prometheus' namespace on the metrics port",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/network-policies.md",),
    check=check,
    needs=(PROMETHEUS_NAMESPACE,),
    facts=Facts(prometheus=PrometheusFacts("monitoring")),
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: metrics, containerPort: 8002}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec:
  podSelector: {matchLabels: {app: bert}}
  policyTypes: [Ingress]
  ingress: [{from: [{podSelector: {}}], ports: [{port: 8000}]}]
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: metrics, containerPort: 8002}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec:
  podSelector: {matchLabels: {app: bert}}
  policyTypes: [Ingress]
  ingress:
  - {from: [{podSelector: {}}], ports: [{port: 8000}]}
  - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
    ports: [{port: metrics}]
""",
)
