"""MON141: a query calls a scrape by the job that the monitor gives it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import labels_of
from tritonfleet.checks.lookup import Slips
from tritonfleet.checks.monitors import ServerScrape, job_of, monitored_servers
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.promql import Query, Selector, queries
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_INSTANCE = "app.kubernetes.io/instance"


class _Wrong(NamedTuple):
    job: str
    scrape: ServerScrape
    near: bool


def check(world: World) -> Verdicts:
    if not monitored_servers(world):
        return
    first: dict[tuple[int, str], tuple[Query, _Wrong]] = {}
    more = Counter[tuple[int, str]]()
    asked = _asked(world)
    for query in world.derived(queries):
        for use in query.uses:
            wrong = _wrong(world, use.selector, asked[id(query.resource)])
            if wrong is not None:
                key = (id(query.resource), wrong.job)
                first.setdefault(key, (query, wrong))
                more[key] += query is not first[key][0]
    for key, (query, wrong) in first.items():
        yield from _breach(query, wrong, more[key])


def _asked(world: World) -> Mapping[int, set[str]]:
    """The jobs that the queries of an object ask for."""
    found: dict[int, set[str]] = defaultdict(set)
    for query in world.derived(queries):
        jobs = (use.selector.matcher("job") for use in query.uses)
        found[id(query.resource)] |= {job.literal for job in jobs if job and job.literal}
    return found


def _wrong(world: World, selector: Selector, beside: set[str]) -> _Wrong | None:
    """The job that a selector asks for, and the scrape it surely means, which has another.

    ``beside``: the jobs that the other queries of the object ask for.
    """
    asked = selector.matcher("job")
    job = asked.literal if asked else None
    if not job or not (selector.metric == "up" or _of_triton(selector.metric)):
        return None
    known = [(each, job_of(each.scrape)) for each in _candidates(world, selector)]
    jobs = [name for _, name in known if name]
    if len(jobs) < len(known) or job in jobs:
        return None
    meant = next((each for each, _ in known if job in _names(each)), None)
    if meant:
        return _Wrong(job, meant, near=False)
    near = Slips(jobs).near(job) or next((name for name in jobs if name in beside), None)
    return next((_Wrong(job, each, near=True) for each, name in known if near and name == near), None)


def _of_triton(name: str | None) -> bool:
    from tritonfleet.metrics import metric

    known = metric(name) if name else None
    return known is not None and known.exporter == "triton"


def _candidates(world: World, selector: Selector) -> Sequence[ServerScrape]:
    """The scrapes in the namespace that the selector names, or in all."""
    named = selector.matcher("namespace")
    namespace = named.literal if named else None
    found = monitored_servers(world)
    return [each for each in found if namespace in (None, each.server.resource.namespace)]


def _labels(each: ServerScrape) -> Mapping[str, str]:
    """The labels that ``jobLabel`` may name: those of the Service, or of the pod under a PodMonitor."""
    service = each.scrape.service
    return (
        labels_of(mapping(service.data, "metadata").get("labels")) if service else each.scrape.workload.labels
    )


def _names(each: ServerScrape) -> set[str]:
    """What a person calls the server of a scrape."""
    service = each.scrape.service
    found = {each.server.resource.name, each.scrape.endpoint.monitor.name, _labels(each).get(_INSTANCE, "")}
    return found | ({service.name} if service else set())


def _breach(query: Query, wrong: _Wrong, more: int) -> Verdicts:
    monitor, called = wrong.scrape.scrape.endpoint.monitor, job_of(wrong.scrape.scrape)
    others = f", and so do {more} more of its queries" if more else ""
    message = f'it asks for job="{wrong.job}"{others}, and {monitor} calls this scrape "{called}"'
    label = next((key for key, text in _labels(wrong.scrape).items() if text == wrong.job), None)
    fix = f"did you mean `{called}`?" if wrong.near else f'write job="{called}"'
    if label and not wrong.near:
        fix = f"set `jobLabel: {label}` in the monitor, or {fix}"
    yield query.breach(message, fix, at=wrong.job, related=(monitor,))


_PAIR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: v1
kind: Service
metadata: {name: bert-metrics, namespace: prod, labels: {app: bert}}
spec: {selector: {app: bert}, ports: [{name: metrics, port: 8002, targetPort: metrics}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, JOBendpoints: [{port: metrics}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertFails
      expr: sum(rate(nv_inference_request_failure{namespace="prod", job="bert"}[5m])) > 0.1
      for: 5m
      labels: {severity: page}
"""

RULE = Rule(
    id="MON141",
    title="A query asks for a job that no scrape is called by",
    severity=Severity.ERROR,
    why="Without `jobLabel` a scrape is called by the Service's name, or by namespace and name of the PodMonitor. "
    "Rules, dashboards and autoscalers that ask for another job get an empty answer, all of them at once: no alert "
    "fires, and what is scaled on a query that reads nothing as zero goes to its minimum.",
    fix="let the monitor's `jobLabel` name the label that holds the job, or ask for the job that there is",
    sources=("prometheus-operator/prometheus-operator:pkg/prometheus/promcfg.go",),
    check=check,
    fails=_PAIR.replace("JOB", ""),
    passes=_PAIR.replace("JOB", "jobLabel: app, "),
)
