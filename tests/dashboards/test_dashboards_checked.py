"""The dashboards break none of our own rules, as ConfigMaps and as GrafanaDashboards."""

from __future__ import annotations

import json

import pytest

from tritonfleet import checks, yamlio


def config_map(board) -> str:
    labels = {"grafana_dashboard": "1"}
    metadata = {"name": board.name, "namespace": "monitoring", "labels": labels}
    text = json.dumps(board.data)
    return json.dumps(
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"d.json": text}}
    )


def resource(board) -> str:
    metadata = {"name": board.name, "namespace": "monitoring"}
    spec = {"instanceSelector": {}, "json": json.dumps(board.data)}
    kind = {"apiVersion": "grafana.integreatly.org/v1beta1", "kind": "GrafanaDashboard"}
    return json.dumps(kind | {"metadata": metadata, "spec": spec})


@pytest.mark.parametrize("form", [config_map, resource])
def test_no_rule_finds_anything(board, form):
    report = checks.run(yamlio.load_manifests(form(board), "dashboard.yaml"), select=["MON1", "MON2", "MON3"])
    assert [str(finding) for finding in report.findings] == []
