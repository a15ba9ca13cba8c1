"""Our own rules on PromQL have nothing to say about our own queries."""

from __future__ import annotations

import json

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks import Facts
from tritonfleet.queries import Subject, queries, selector

FACTS = Facts(
    versions={"triton": "26.06", "keda": "2.20.0", "dcgm-exporter": "4.6.0-4.8.3", "prometheus": "3.9.1"},
    kubernetes="1.36",
)


def dashboard() -> str:
    panels = [
        {"type": "timeseries", "title": each.name, "targets": [{"expr": _shown(each)}]}
        for each in queries().values()
    ]
    board = json.dumps({"title": "All", "uid": "all", "panels": panels})
    return yamlio.dump(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "all", "labels": {"grafana_dashboard": "1"}},
            "data": {"all.json": board},
        }
    )


def _shown(each) -> str:
    return each.expression(selector(each.subject, "prod", "vision"), "$__rate_interval")


def scaled_objects() -> str:
    found = [each for each in queries().values() if each.scales]
    triggers = [
        {
            "type": "prometheus",
            "metricType": each.extent.metric_type,
            "metadata": {
                "serverAddress": "http://prometheus.monitoring:9090",
                "query": each.signal(selector(each.subject, "prod", "vision"), entry="bert"),
                "threshold": "0.7",
                "ignoreNullValues": "false",
            },
        }
        for each in found
    ]
    spec = {"scaleTargetRef": {"name": "vision"}, "minReplicaCount": 1, "triggers": triggers}
    return yamlio.dump(
        {
            "apiVersion": "keda.sh/v1alpha1",
            "kind": "ScaledObject",
            "metadata": {"name": "vision", "namespace": "prod"},
            "spec": spec,
        }
    )


@pytest.mark.parametrize("manifest", [dashboard(), scaled_objects()], ids=["dashboard", "scaler"])
def test_no_rule_on_promql_objects(manifest):
    report = checks.run(yamlio.load_manifests(manifest, "queries.yaml"), FACTS, select=["MON1"])
    assert [f"{finding.rule} {finding.message}" for finding in report.findings] == []


def test_every_subject_has_a_query():
    assert {each.subject for each in queries().values()} == set(Subject)
