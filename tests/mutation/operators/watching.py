"""What ties monitors, rules, scalers and dashboards together: jobs, units, buckets, and names on both sides."""

from __future__ import annotations

from mutation.changes import argument, dropped, misspelt, misspelt_in, swapped, text
from mutation.mistakes import At, mistake
from mutation.operators.metrics import RULES, TRIGGERS, everywhere
from mutation.operators.names import named

SERVICE_MONITORS = At(("ServiceMonitor",), "spec jobLabel")
GPU_MONITOR = At(("ServiceMonitor",), "spec endpoints *", named("tritonfleet-dcgm-exporter"))
READERS = ("PrometheusRule", "ScaledObject", "ConfigMap", "GrafanaDashboard")
BOARDS = (
    At(("ConfigMap",), "data *", lambda obj: "grafana_dashboard" in obj["metadata"].get("labels", {})),
    At(("GrafanaDashboard",), "spec json"),
)

JOBS = (
    mistake("forget to name the job", SERVICE_MONITORS, dropped, READERS),
    mistake("misspell the label that names the job", SERVICE_MONITORS, misspelt, READERS),
    everywhere("misspell a job in a query", misspelt_in(r'[{,]job="(\w+)"'), (RULES, TRIGGERS)),
    everywhere("measure another job", text(r'job="nlp"', 'job="vision"'), (TRIGGERS,)),
    everywhere("measure all jobs", text(r',job="\w+"', ""), (TRIGGERS,)),
)

QUERIES = (
    everywhere("misspell a recorded series", misspelt_in(r"\b(namespace_job:\w+:\w+)\{")),
    everywhere(
        "ask for a bound as Triton writes it only", text(r'le=~"(\d+)\(\[\.\]0\+\)\?"', r'le="\1"'), (RULES,)
    ),
    everywhere("ask for another bucket", text(r'le=~"\d+\(', 'le=~"90('), (RULES,)),
    everywhere("burn ten times as fast before anybody is told", text(r"> 14\.4 \*", "> 144 *"), (RULES,)),
    everywhere("ask each pod for its share of a mean", text(r"sum\(", "avg("), (TRIGGERS,)),
)

SCALERS = (
    mistake(
        "share what is a mean, compare what is a total",
        At(("ScaledObject",), "spec triggers * metricType"),
        swapped({"Value": "AverageValue", "AverageValue": "Value"}),
    ),
    mistake(
        "forget the address's scheme",
        At(("ScaledObject",), "spec triggers * metadata serverAddress"),
        text(r"^https?://", ""),
    ),
    mistake(
        "forget the metric's type",
        At(("ScaledObject",), "spec triggers name=queue-time metricType"),
        dropped,
    ),
)

SERVERS = (
    mistake(
        "count no histogram",
        At(("Deployment",), "pod spec containers name=triton args"),
        argument("(--metrics-config=histogram_latencies)=true", r"\1=false"),
        READERS,
    ),
    mistake(
        "forget the bucket of the objective",
        At(("ConfigMap",), "data config.pbtxt"),
        text(r"buckets: ?\[[^\]]*\]", "buckets: [ 100, 500 ]"),
        READERS,
    ),
)

GPUS = (
    mistake(
        "keep the exporter's labels",
        GPU_MONITOR,
        lambda e, random: {**e, "honorLabels": not e["honorLabels"]},
        READERS,
    ),
    mistake(
        "leave old exporters' labels as they are",
        At(("ServiceMonitor",), "spec endpoints * metricRelabelings", GPU_MONITOR.only),
        dropped,
        READERS,
    ),
)

SLIPS = {
    "give two dashboards one uid": text(
        r'"uid": ?"tf-triton-(gpu|service|fleet)"', '"uid":"tf-triton-autoscaling"'
    ),
    "ask one data source for ever": text(r'"uid": ?"\$\{datasource\}"', '"uid":"P1809F7CD0C75ACF3"'),
    "misspell a metric of a panel": misspelt_in(r"\b(nv_inference_\w+)\{"),
    "forget rate in a panel": text(r"rate\((nv_inference_\w+\{[^}]*\})\[[^\]]*\]\)", r"\1"),
    "show another unit than is measured": text(r'"unit": ?"ms"', '"unit":"µs"'),
}
DASHBOARDS_OF_FLEET = tuple(everywhere(name, change, BOARDS, practice=True) for name, change in SLIPS.items())

OPERATORS = (*JOBS, *QUERIES, *SCALERS, *SERVERS, *GPUS, *DASHBOARDS_OF_FLEET)
