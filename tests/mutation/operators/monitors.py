"""What Prometheus scrapes, and which objects it selects."""

from __future__ import annotations

from mutation.changes import appended, dropped, having, misspelt, text, to
from mutation.mistakes import At, mistake
from mutation.operators.names import named

SERVICE_MONITORS = At(("ServiceMonitor",), "spec endpoints *", named("nlp"))
ENDPOINTS = (SERVICE_MONITORS, At(("PodMonitor",), "spec podMetricsEndpoints *"))
MONITORS = ("ServiceMonitor", "PodMonitor")
SELECTED = (*MONITORS, "PrometheusRule")

OPERATORS = (
    mistake(
        "drop the label that Prometheus selects by",
        At(SELECTED, "metadata labels release"),
        dropped,
        ("Prometheus",),
    ),
    mistake(
        "label a monitor for another Prometheus",
        At(SELECTED, "metadata labels release"),
        to("kube-prometheus-stack"),
        ("Prometheus",),
    ),
    mistake(
        "select monitors by another label",
        At(("Prometheus",), "spec serviceMonitorSelector matchLabels release"),
        to("monitoring"),
        SELECTED,
    ),
    mistake(
        "select rules by another label",
        At(("Prometheus",), "spec ruleSelector matchLabels release"),
        to("monitoring"),
        SELECTED,
    ),
    mistake("select nothing", At(("Prometheus",), "spec podMonitorSelector"), dropped, SELECTED),
    mistake(
        "look for monitors in one namespace",
        At(("Prometheus",), "spec serviceMonitorNamespaceSelector"),
        dropped,
        SELECTED,
    ),
    mistake(
        "look for rules in another namespace",
        At(("Prometheus",), "spec ruleNamespaceSelector"),
        to({"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}),
        SELECTED,
    ),
    mistake("misspell a monitor's port", At(("ServiceMonitor",), "spec endpoints * port"), misspelt),
    mistake(
        "misspell a pod monitor's port", At(("PodMonitor",), "spec podMetricsEndpoints * port"), misspelt
    ),
    mistake(
        "scrape the port of HTTP",
        At(("PodMonitor",), "spec podMetricsEndpoints * port", named("text", "vision")),
        to("http"),
    ),
    mistake(
        "misspell the path of the metrics",
        At(("ServiceMonitor",), "spec endpoints * path"),
        to("/v2/metrics"),
    ),
    mistake(
        "misspell the path of the pods' metrics",
        At(("PodMonitor",), "spec podMetricsEndpoints * path", named("text", "vision")),
        misspelt,
    ),
    mistake(
        "wait longer than the interval", At(("ServiceMonitor",), "spec endpoints * scrapeTimeout"), to("2m")
    ),
    mistake(
        "scrape less often than queries look back",
        At(("ServiceMonitor",), "spec endpoints * interval", named("nlp")),
        to("5m"),
        ("PrometheusRule", "ScaledObject", "AnalysisTemplate", "ConfigMap"),
    ),
    mistake(
        "forget the interval's unit", At(("ServiceMonitor",), "spec endpoints * interval"), text(r"s$", "")
    ),
    mistake("scrape by TLS", At(("ServiceMonitor",), "spec endpoints *"), having(scheme="https")),
    mistake(
        "watch another namespace",
        At(MONITORS, "spec"),
        having(namespaceSelector={"matchNames": ["triton-staging"]}),
    ),
    mistake(
        "drop a metric that an alert reads",
        SERVICE_MONITORS,
        having(
            metricRelabelings=[
                {"sourceLabels": ["__name__"], "regex": "nv_inference_(queue|request).*", "action": "drop"}
            ]
        ),
        ("PrometheusRule", "ScaledObject", "ConfigMap"),
    ),
    mistake(
        "keep only what nobody reads",
        SERVICE_MONITORS,
        having(metricRelabelings=[{"sourceLabels": ["__name__"], "regex": "nv_cpu_.*", "action": "keep"}]),
        ("PrometheusRule", "ScaledObject", "ConfigMap"),
    ),
    mistake(
        "take the model's label away",
        SERVICE_MONITORS,
        having(metricRelabelings=[{"regex": "model|service", "action": "labeldrop"}]),
        ("PrometheusRule", "ScaledObject", "ConfigMap"),
    ),
    mistake(
        "copy a label that the pods have not",
        At(MONITORS, "spec", lambda obj: obj["metadata"]["name"] != "fraud"),
        having(podTargetLabels=["app.kubernetes.io/tier"]),
    ),
    mistake(
        "name the job by a label that the Service has not",
        At(("ServiceMonitor",), "spec"),
        having(jobLabel="app"),
    ),
    mistake(
        "scrape a port twice",
        At(("ServiceMonitor",), "spec endpoints"),
        lambda found, random: [*found, found[0]],
    ),
    mistake("do not say where alerts go", At(("AlertmanagerConfig",), "spec route receiver"), misspelt),
    mistake("lead an alert to nobody", At(("AlertmanagerConfig",), "spec route routes * receiver"), misspelt),
    mistake(
        "repeat a receiver", At(("AlertmanagerConfig",), "spec receivers"), appended({"name": "on-call"})
    ),
    mistake(
        "misspell a match type",
        At(("AlertmanagerConfig",), "spec route routes * matchers * matchType"),
        to("=="),
    ),
)
