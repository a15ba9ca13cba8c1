"""MON401: a DCGM metric that a query reads is measured."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.dcgm import COUNTERS, measured
from tritonfleet.checks.promql import Query, queries
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import is_dcgm_field, metric


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for name in dict.fromkeys(use.selector.metric for use in query.uses):
            if name and name.startswith("DCGM_") and (metric(name) is not None or is_dcgm_field(name)):
                yield from _of(world, query, name)


def _of(world: World, query: Query, name: str) -> Verdicts:
    found = measured(world)
    default = metric(name)
    if not found or not all(each.known for each in found):
        if default is None or not default.default:
            yield Undecided(COUNTERS)
    elif not any(each.writes(name) for each in found):
        file = found[0].counters.resource if found[0].counters else None
        where = f"{file}" if file else "the file that the image brings"
        whose = where if file is found[0].owner else f"the counters of {found[0].owner} ({where})"
        related = (found[0].owner, file) if file else (found[0].owner,)
        yield query.breach(f"`{name}` is not in {whose}", at=name, related=related)


RULE = Rule(
    id="MON401",
    title="A query reads a DCGM metric that dcgm-exporter does not measure",
    severity=Severity.ERROR,
    why="dcgm-exporter writes the fields of its counters file and no others. Throttling, ECC and "
    "retired pages are commented out in the default one, so alerts on them can never fire until a "
    "file of one's own is mounted.",
    fix="add the field to the counters file, which must list all fields that are wanted",
    sources=(
        "NVIDIA/dcgm-exporter:etc/default-counters.csv",
        "NVIDIA/dcgm-exporter:internal/pkg/counters/counter_config.go",
    ),
    check=check,
    needs=(COUNTERS,),
    fails="""\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: dcgm-exporter, namespace: gpu}
spec:
  selector: {matchLabels: {app: dcgm-exporter}}
  template:
    metadata: {labels: {app: dcgm-exporter}}
    spec:
      containers:
      - name: exporter
        image: nvcr.io/nvidia/k8s/dcgm-exporter:4.5.3-4.8.2-distroless
        ports: [{name: metrics, containerPort: 9400}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: GpuThrottled
      expr: |
        max by (gpu) (rate(DCGM_FI_DEV_THERMAL_VIOLATION[5m])) > 0
      for: 5m
""",
    passes="""\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: dcgm-exporter, namespace: gpu}
spec:
  selector: {matchLabels: {app: dcgm-exporter}}
  template:
    metadata: {labels: {app: dcgm-exporter}}
    spec:
      containers:
      - name: exporter
        image: nvcr.io/nvidia/k8s/dcgm-exporter:4.5.3-4.8.2-distroless
        ports: [{name: metrics, containerPort: 9400}]
        volumeMounts:
        - {name: counters, mountPath: /etc/dcgm-exporter/default-counters.csv, subPath: default-counters.csv}
      volumes:
      - name: counters
        configMap: {name: counters-7c1d90b2, items: [{key: metrics, path: default-counters.csv}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: counters-7c1d90b2, namespace: gpu}
data:
  metrics: |
    DCGM_FI_DEV_THERMAL_VIOLATION, counter, Throttling by heat (in ns).
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: GpuThrottled
      expr: |
        max by (gpu) (rate(DCGM_FI_DEV_THERMAL_VIOLATION[5m])) > 0
      for: 5m
""",
)
