"""MON133: a query does not ask for the GPU of a model where Triton never writes it."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import answering
from tritonfleet.checks.monitors.labels import may_be_added
from tritonfleet.checks.promql import KnownUse, known_uses
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.triton.options import Release
from tritonfleet.checks.world import World
from tritonfleet.metrics import Scope

_LABEL = "gpu_uuid"
_SINCE = Release(22, 4)
"""From here on GPU metrics start after the models (triton-inference-server/core:src/tritonserver.cc@r22.04)."""


def check(world: World) -> Verdicts:
    used = [known for known in known_uses(world) if _is_of_model(known)]
    found = servers(world) if used else []
    if not found or may_be_added(world, _LABEL):
        return
    for known in used:
        asked = [each.server for each in answering(world, known.use.selector)] or found
        if not all(map(_loads_only_at_start, asked)):
            continue
        for what, empty in _asks(known):
            server = asked[0].resource
            message = f"it {what} `{_LABEL}`, and {server} loads its models at its start, without it"
            severity = Severity.ERROR if empty and known.query.acts else None
            yield known.query.breach(message, at=_LABEL, severity=severity, related=(server,))


def _is_of_model(known: KnownUse) -> bool:
    return known.metric.exporter == "triton" and known.metric.scope is Scope.MODEL


def _loads_only_at_start(server: Server) -> bool:
    """Whether it is known that no model is loaded later."""
    return server.control_mode == "none" and server.release is not None and server.release >= _SINCE


def _asks(known: KnownUse) -> Iterator[tuple[str, bool]]:
    """How a use asks for the label, and whether it finds nothing without it."""
    for matcher in known.use.selector.matchers:
        if matcher.label == _LABEL and matcher.operator in ("=", "=~") and matcher.value not in ("", ".*"):
            yield "matches", True
    if any(_LABEL in each.labels and not each.without for each in known.use.aggregations):
        yield "groups by", False


_SERVER = """\
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
    - record: triton:requests:rate5m
      expr: |
        sum by (model, BY) (rate(nv_inference_request_success[5m]))
"""

RULE = Rule(
    id="MON133",
    title="A query asks for the GPU of a model, which Triton does not write",
    severity=Severity.WARNING,
    why="Triton starts its GPU metrics after it has loaded its models, so the series of a model that is there "
    "from the start carry no `gpu_uuid`; only models loaded later do. A matcher finds nothing, and grouping "
    "puts every GPU into one.",
    fix="ask by `pod` or `instance`; `gpu_uuid` is on `nv_gpu_*` only",
    sources=(
        "triton-inference-server/server#7479",
        "triton-inference-server/server#6815",
        "triton-inference-server/core:src/tritonserver.cc",
    ),
    check=check,
    fails=_SERVER.replace("BY", "gpu_uuid"),
    passes=_SERVER.replace("BY", "instance"),
)
