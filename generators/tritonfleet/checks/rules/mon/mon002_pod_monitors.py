"""MON002: a PodMonitor finds pods, and the port it scrapes."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.pods import SERVICE_LABEL, predictor_pods
from tritonfleet.checks.labels import labels_of, shown
from tritonfleet.checks.lookup import misspelt
from tritonfleet.checks.monitors import Endpoint, endpoints, watched
from tritonfleet.checks.monitors.nearness import elsewhere, meant_pods
from tritonfleet.checks.objects import Resource, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.services import declared, resolves
from tritonfleet.checks.world import World

_SELECTOR = ("spec", "selector")


def check(world: World) -> Verdicts:
    reported: set[int] = set()
    for endpoint in endpoints(world):
        if endpoint.monitor.kind != "PodMonitor":
            continue
        if endpoint.workloads:
            yield from _port(endpoint)
        elif id(endpoint.monitor) not in reported:
            reported.add(id(endpoint.monitor))
            yield from _nothing(world, endpoint.monitor)


def _nothing(world: World, monitor: Resource) -> Verdicts:
    found = elsewhere(world, monitor)
    if found:
        message = f"it looks into {_shown(world, monitor)} only, and {found[0]} is what it selects"
        fix = f"set `namespaceSelector` to `matchNames: [{found[0].namespace}]`"
        yield Breach(monitor, ("spec", "namespaceSelector"), message, fix, related=tuple(found[:3]))
        return
    if any(maker.namespace in watched(world, monitor) for maker in world.index.of_kind("InferenceService")):
        yield from _of_kserve(world, monitor)
        return
    there = meant_pods(world, monitor)
    if not there:
        yield Undecided(needs.existing("Pod"))
        return
    wanted = shown(labels_of(mapping(monitor.data, *_SELECTOR, "matchLabels"))) or "its expressions"
    message = f"no pods in the namespaces it looks at ({_shown(world, monitor)}) have the labels {wanted}"
    yield Breach(monitor, _SELECTOR, message, related=tuple(there[:3]))


def _of_kserve(world: World, monitor: Resource) -> Verdicts:
    """Whether the monitor finds the pods that KServe makes, whose labels follow from the InferenceService."""
    selector = labels_of(mapping(monitor.data, *_SELECTOR, "matchLabels"))
    named, pods = selector.get(SERVICE_LABEL), predictor_pods(world)
    here = [pod for pod in pods if pod.service.resource.namespace in watched(world, monitor)]
    names = [pod.service.resource.name for pod in here]
    near = next((name for name in names if named and misspelt(named, name)), None)
    if near and named not in names:
        message = f"there is no InferenceService `{named}`"
        yield Breach(monitor, (*_SELECTOR, "matchLabels", SERVICE_LABEL), message, f"did you mean `{near}`?")
        return
    selected = [pod for pod in here if selector.items() <= pod.labels.items()]
    for number, endpoint in items(monitor.data, "spec", "podMetricsEndpoints") if selected else ():
        port, ports = endpoint.get("port"), selected[0].ports
        if isinstance(port, str) and ports is not None and port not in [p.get("name") for p in ports]:
            message = f"the pods of {selected[0].service.resource} have no port named `{port}`"
            there = ", ".join(str(p.get("name")) for p in ports) or "none"
            related = (selected[0].service.resource,)
            where = ("spec", "podMetricsEndpoints", number, "port")
            yield Breach(monitor, where, message, f"their ports: {there}", related=related)
    if not selected:
        yield Undecided(needs.existing("Pod"))


def _shown(world: World, monitor: Resource) -> str:
    return ", ".join(watched(world, monitor)) or "no namespace"


def _port(endpoint: Endpoint) -> Verdicts:
    port = endpoint.data.get("port")
    if isinstance(port, str) and not any(resolves(pods, port) for pods in endpoint.workloads):
        there = ", ".join(dict.fromkeys(p for pods in endpoint.workloads for p in declared(pods))) or "none"
        message = f"no selected pod has a port named `{port}`"
        related = tuple(pods.resource for pods in endpoint.workloads[:3])
        where = (*endpoint.path, "port")
        yield Breach(endpoint.monitor, where, message, f"their ports: {there}", related=related)


RULE = Rule(
    id="MON002",
    title="A PodMonitor scrapes nothing",
    severity=Severity.ERROR,
    why="Prometheus says nothing about a monitor that matches nothing, and it drops a target whose "
    "container does not declare the port: nothing appears under Status, Targets. KServe's predictors "
    "need it most, for their Services carry no metrics port. That annotations do not scrape is another "
    "rule: MON014.",
    fix="select by the labels of the pod template, and declare the metrics port in the container",
    sources=("kserve/website#315", "kserve/kserve#3864"),
    check=check,
    needs=(needs.existing("Pod"),),
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: http}]}
""",
)
