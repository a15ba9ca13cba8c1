"""MON402: a counters file of dcgm-exporter can be read."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.counters import TYPES, Row
from tritonfleet.checks.monitors.dcgm import measured
from tritonfleet.checks.rule import Breach, Inside, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import is_dcgm_field, nearest
from tritonfleet.suggest import suggest
from tritonfleet.words import count

_EXPORTERS_OWN = frozenset(
    {
        "DCGM_EXP_XID_ERRORS_COUNT",
        "DCGM_EXP_CLOCK_EVENTS_COUNT",
        "DCGM_EXP_GPU_HEALTH_STATUS",
        "DCGM_EXP_P2P_STATUS",
        "DCGM_FI_UNKNOWN",
    }
)
"""Fields that dcgm-exporter calculates itself (internal/pkg/counters/exporter_counters.go)."""


def check(world: World) -> Verdicts:
    seen: set[int] = set()
    for each in measured(world):
        counters = each.counters
        if counters is None or id(counters.resource) in seen:
            continue
        seen.add(id(counters.resource))
        for row in counters.rows:
            problem = _problem(row)
            if problem:
                message, fix = problem
                inside = Inside(row.line)
                yield Breach(
                    counters.resource, counters.path, message, fix, inside=inside, related=(each.owner,)
                )


def _problem(row: Row) -> tuple[str, str] | None:
    """What is wrong with a line, and how to mend it."""
    if len(row.fields) != 3:
        return f"the line of `{row.name}` has {count(len(row.fields), 'field')}, expected 3", ""
    kind = row.fields[1]
    if row.name not in _EXPORTERS_OWN and not is_dcgm_field(row.name) and row.name.startswith("DCGM_"):
        return f"DCGM has no field `{row.name}`", nearest(row.name)
    if kind not in TYPES and row.name not in _EXPORTERS_OWN:
        return f"the type of `{row.name}` is `{kind}`", suggest(kind, TYPES)
    return None


RULE = Rule(
    id="MON402",
    title="dcgm-exporter cannot read its counters file",
    severity=Severity.ERROR,
    why="One line with a comma too many, in the help text for instance, a type that Prometheus has not, "
    "or an unknown field, and dcgm-exporter exits: `malformed CSV record` or `could not find DCGM "
    "field`. All GPU metrics of the cluster are gone at once.",
    fix="write `FIELD, type, help`, with two commas, a type of gauge, counter, histogram, summary or "
    "label, and no comma in the help",
    sources=(
        "NVIDIA/dcgm-exporter:internal/pkg/counters/counter_config.go",
        "NVIDIA/dcgm-exporter:internal/pkg/counters/variables.go",
    ),
    check=check,
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
    DCGM_FI_DEV_GPU_TEMP, gauge, Temperature, in C.
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
    # a comment, with commas
    DCGM_FI_DEV_GPU_TEMP, gauge, Temperature (in C).
""",
)
