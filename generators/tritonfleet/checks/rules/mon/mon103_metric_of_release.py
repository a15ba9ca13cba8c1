"""MON103: a metric exists in the release of Triton that runs."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import answering
from tritonfleet.checks.monitors.releases import triton_releases
from tritonfleet.checks.promql import KnownUse, known_uses
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics.releases import after, before

_NOBODY_RUNS = "20.12"
"""Metrics that ended before are gone whatever runs: no image of Triton 1 is published any more."""


def check(world: World) -> Verdicts:
    used = [known for known in known_uses(world) if known.metric.exporter == "triton"]
    if not used:
        return
    everywhere = triton_releases(world)
    for known in used:
        releases = _of_servers(world, known) or everywhere
        since, until, what = _life(known)
        gone = until and before(until, _NOBODY_RUNS)
        if not gone and not releases:
            if since or until:
                yield Undecided(needs.version("triton"))
            continue
        if gone or all(_lacks(release, since, until) for release in releases):
            yield _breach(known, since, until, what, releases)


def _of_servers(world: World, known: KnownUse) -> tuple[str, ...]:
    """The releases of the servers that answer a query; nothing when one of them is not known."""
    found = {str(each.server.release or "") for each in answering(world, known.use.selector)}
    return () if "" in found else tuple(sorted(found))


def _life(known: KnownUse) -> tuple[str, str, str]:
    """First and last release of the metric, or of a label of it that is matched, and what that is.

    A negation also finds series that have no such label.
    """
    for matcher in known.use.selector.matchers:
        since = known.metric.label_since.get(matcher.label)
        if since and not matcher.operator.startswith("!"):
            return since, "", f"`{known.name}` has no label `{matcher.label}`"
    return known.metric.since, known.metric.until, f"there is no `{known.name}`"


def _lacks(release: str, since: str, until: str) -> bool:
    return bool(since and before(release, since)) or bool(until and after(release, until))


def _breach(known: KnownUse, since: str, until: str, what: str, releases: tuple[str, ...]) -> Breach:
    when = f"since {since} only" if since else f"up to {until} only"
    running = f"; here runs {', '.join(releases)}" if releases else ""
    fix = f"query `{known.metric.instead}`" if known.metric.instead else ""
    message = f"{what} in this Triton: it has it {when}{running}"
    severity = Severity.INFO if known.of_any_server and releases else None
    return known.query.breach(message, fix, at=known.name, severity=severity)


RULE = Rule(
    id="MON103",
    title="A query names a metric that this Triton does not write",
    severity=Severity.ERROR,
    why="Triton's metrics come and go with releases: pending requests since 23.09, failure reasons "
    "since 24.07, the latency histogram since 24.11; some of the cache's counters went in 23.03, and "
    "Triton 1's names in 2020. The query finds nothing and says nothing.",
    fix="run a release that has the metric, or query one that this release has",
    sources=(
        "triton-inference-server/core:src/metrics.cc",
        "triton-inference-server/server#6341",
        "triton-inference-server/server:deploy/gcp/dashboard.json",
    ),
    check=check,
    needs=(needs.version("triton"),),
    fails="""\
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
        image: nvcr.io/nvidia/tritonserver:23.08-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum(nv_inference_pending_request_count) > 100
      for: 5m
""",
    passes="""\
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
        image: nvcr.io/nvidia/tritonserver:23.09-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum(nv_inference_pending_request_count) > 100
      for: 5m
""",
)
