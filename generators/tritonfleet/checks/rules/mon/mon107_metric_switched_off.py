"""MON107: what produces a metric of Triton is switched on."""

from __future__ import annotations

from collections.abc import Sequence

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import answering
from tritonfleet.checks.promql import KnownUse, known_uses
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World
from tritonfleet.metrics import Switch


def check(world: World) -> Verdicts:
    used = [known for known in known_uses(world) if known.metric.exporter == "triton"]
    found = servers(world) if any(known.metric.switch for known in used) else []
    if not found:
        return
    silent = {id(known): asked for known in used if (asked := _not_writing(world, known, found))}
    filled = {_panel(known) for known in used if id(known) not in silent}
    for known in used:
        # A panel for all services may ask for what one release or setting has, and for what another has.
        if id(known) in silent and not (known.of_any_server and _panel(known) in filled):
            yield _breach(known, silent[id(known)][0])


def _panel(known: KnownUse) -> tuple[int, str]:
    return id(known.query.dashboard), known.query.name


def _breach(known: KnownUse, server: Server) -> Breach:
    message = f"{server.resource} does not write `{known.name}`"
    fix = f"switch it on: {known.metric.switch.on}" if known.metric.switch else ""
    severity = Severity.INFO if known.of_any_server else None
    return known.query.breach(message, fix, at=known.name, severity=severity, related=(server.resource,))


def _not_writing(world: World, known: KnownUse, found: Sequence[Server]) -> Sequence[Server]:
    """The servers whose series a use asks for, if none of them writes it."""
    switch = known.metric.switch
    asked = [each.server for each in answering(world, known.use.selector)] if switch else []
    off = switch is not None and all(_is_off(server, switch) for server in asked or found)
    return asked or found if off else ()


def _is_off(server: Server, switch: Switch) -> bool:
    """Whether it is known to be off."""
    if switch.setting:
        return server.setting(switch.setting, default=switch.default) is False
    if switch.flag:
        return server.switched(switch.flag, default=switch.default) is False
    given = server.flag("cache-config") or server.flag("response-cache-byte-size")
    return switch.name in ("cache", "local_cache") and server.complete and given is None


RULE = Rule(
    id="MON107",
    title="A query reads a metric that Triton is told not to write",
    severity=Severity.ERROR,
    why="Latency summaries and the latency histogram are off unless `--metrics-config` turns them on, "
    "and GPU, CPU and cache metrics hang on flags of their own. What is off is not written at "
    "all, so the query is empty and nothing complains.",
    fix="switch the metric on, or query another one",
    sources=(
        "triton-inference-server/core:src/metric_model_reporter.cc",
        "triton-inference-server/server:docs/user_guide/metrics.md",
    ),
    check=check,
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
        image: nvcr.io/nvidia/tritonserver:25.08-py3
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
        max(nv_inference_request_summary_us{quantile="0.99"}) > 500000
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
        image: nvcr.io/nvidia/tritonserver:25.08-py3
        args: [tritonserver, --model-repository=gs://models, --metrics-config=summary_latencies=true]
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
        max(nv_inference_request_summary_us{quantile="0.99"}) > 500000
      for: 5m
""",
)
