"""MON016: Triton serves metrics where a monitor scrapes them."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import monitored_servers
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for found in monitored_servers(world):
        if found.server.listens("metrics") is False:
            monitor, flag = found.scrape.endpoint.monitor, found.server.flag("allow-metrics")
            if flag is not None:
                message = f"`{flag}` closes the port that {monitor} scrapes"
                yield Breach(found.server.resource, flag.value_path, message, related=(monitor,))


RULE = Rule(
    id="MON016",
    title="A monitor scrapes a Triton that is told to serve no metrics",
    severity=Severity.ERROR,
    why="With `--allow-metrics=false` Triton does not open the metrics port: the target shows "
    "`connection refused`, and everything that reads `nv_*` sees nothing.",
    fix="remove `--allow-metrics=false`, or the monitor",
    sources=("triton-inference-server/server:docs/user_guide/metrics.md",),
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
        args: [tritonserver, --model-repository=gs://models, --allow-metrics=false]
        ports: [{name: metrics, containerPort: 8002}]
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
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:25.08-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
""",
)
