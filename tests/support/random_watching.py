"""What watches a cluster, in any shape that a person could declare, as Hypothesis strategies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Spec = dict[str, Any]

OBJECT_LABELS: st.SearchStrategy[Spec] = st.dictionaries(
    st.sampled_from(["release", "prometheus", "example.com/team"]),
    st.sampled_from(["kube-prometheus-stack", "x", "1"]),
    max_size=2,
)
AUTHENTICATIONS: list[Spec] = [
    {"bearer": {"secret": "prometheus-token", "key": "token"}},
    {
        "bearer": {"secret": "prometheus-token", "key": "token"},
        "ca": {"secret": "authority", "key": "ca.crt"},
    },
    {
        "username": {"secret": "prometheus-user", "key": "name"},
        "password": {"secret": "prometheus-user", "key": "pass"},
    },
]
ADDRESSES = (
    "http://prometheus-operated.monitoring.svc:9090",
    "https://prometheus.monitoring.svc:9090",
    "https://thanos.example.com/query",
    "http://10.0.0.7:9090",
)

prometheuses: st.SearchStrategy[Spec] = st.fixed_dictionaries(
    {"namespace": st.sampled_from(["monitoring", "observability"])},
    optional={
        "address": st.sampled_from(ADDRESSES),
        "monitors": st.sampled_from(["ServiceMonitor", "PodMonitor", "none"]),
        "monitorLabels": OBJECT_LABELS,
        "ruleLabels": OBJECT_LABELS,
        "scrapeInterval": st.sampled_from(["1s", "5s", "15s", "30s", "1m", "2m"]),
        "authentication": st.sampled_from(AUTHENTICATIONS),
        "adapter": st.sampled_from([{}, {"namespace": "adapters"}]),
    },
)
grafanas: st.SearchStrategy[Spec] = st.fixed_dictionaries(
    {},
    optional={
        "folder": st.sampled_from(["Triton", "ML: serving (prod)"]),
    },
).flatmap(
    lambda grafana: st.sampled_from(
        [
            grafana,
            grafana | {"sidecar": {"label": "dashboards", "value": "yes"}},
            grafana | {"operator": {"instanceSelector": {"dashboards": "grafana"}}},
        ]
    )
)
kedas: st.SearchStrategy[Spec] = st.fixed_dictionaries(
    {}, optional={"namespace": st.just("scaling"), "httpAddOn": st.booleans()}
)
versions: st.SearchStrategy[Spec] = st.fixed_dictionaries(
    {},
    optional={
        "keda": st.sampled_from(["2.16.1", "v2.17.2", "2.19.0", "v2.21.0"]),
        "dcgmExporter": st.sampled_from(["3.3.9-3.6.1", "4.2.0-4.1.0", "4.5.3-4.8.2", "4.6.0-4.8.3"]),
        "prometheus": st.sampled_from(["v2.55.1", "v3.5.0"]),
        "prometheusOperator": st.sampled_from(["0.75.0", "v0.87.0"]),
        "gpuOperator": st.just("v26.7.0"),
    },
)
"""Releases with and without a fallback of means, the exporter's renamed labels, and quoted integers in `le`."""

watchings: st.SearchStrategy[Spec] = st.fixed_dictionaries(
    {"versions": versions},
    optional={"prometheus": prometheuses, "grafana": grafanas, "keda": kedas},
)
"""What a cluster says of its own watching; without Prometheus nothing is watched."""
