"""MON306: a dashboard has the label that Grafana's sidecar asks for."""

from __future__ import annotations

from collections.abc import Sequence

from tritonfleet.checks.dashboards import LABEL, Dashboard, dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World

SIDECAR = "the label that Grafana's sidecar asks for (LABEL and LABEL_VALUE of its Deployment)"


def check(world: World) -> Verdicts:
    labelled = [d for d in world.derived(dashboards) if LABEL in d.resource.labels]
    if not labelled:
        return
    wanted = _wanted(world)
    for dashboard in labelled:
        given = dashboard.resource.labels[LABEL]
        if wanted is None:
            if usual := _of_the_others(labelled, dashboard):
                message = f"`{LABEL}` is `{given}`, and on every other dashboard here `{usual}`"
                yield Breach(
                    dashboard.resource, ("metadata", "labels", LABEL), message, severity=Severity.WARNING
                )
            elif given != _USUAL:
                yield Undecided(SIDECAR)
        elif given not in wanted:
            expected = " or ".join(sorted(f"`{each}`" for each in wanted))
            message = f"`{LABEL}` is `{given}`, and Grafana's sidecar asks for {expected}"
            yield Breach(dashboard.resource, ("metadata", "labels", LABEL), message)


_USUAL = "1"
_ENOUGH = 3
"""Dashboards that have to agree before one that differs is taken for a slip."""


def _of_the_others(all_of_them: Sequence[Dashboard], one: Dashboard) -> str:
    """The value that all dashboards elsewhere in the manifests have, and this one has not; empty where they differ."""
    others = {each.resource.ref: each.resource.labels[LABEL] for each in all_of_them}
    given = others.pop(one.resource.ref)
    values = set(others.values())
    return values.pop() if len(others) >= _ENOUGH and len(values) == 1 and given not in values else ""


def _wanted(world: World) -> set[str] | None:
    """The values that sidecars ask for; None when no sidecar is seen, or one takes any value."""
    found: set[str] = set()
    for workload in world.index.workloads:
        for _, container in workload.containers:
            if "k8s-sidecar" in str(container.get("image") or ""):
                variables = {str(v.get("name")): v.get("value") for _, v in items(container, "env")}
                value = variables.get("LABEL_VALUE")
                if variables.get("LABEL") == LABEL and not isinstance(value, str):
                    return None
                if variables.get("LABEL") == LABEL:
                    found.add(str(value))
    return found if found and "" not in found else None


RULE = Rule(
    id="MON306",
    title="Grafana's sidecar passes over a dashboard",
    severity=Severity.ERROR,
    why="The sidecar compares the label's value as text. kube-prometheus-stack asks for "
    '`grafana_dashboard: "1"`; a ConfigMap with `"true"` is passed over, and the dashboard never '
    "appears.",
    fix="set the label to the value of the sidecar's LABEL_VALUE",
    sources=(
        "prometheus-community/helm-charts#1972",
        "grafana/helm-charts#3899",
        "kiwigrid/k8s-sidecar:README.md",
    ),
    check=check,
    needs=(SIDECAR,),
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: grafana, namespace: monitoring}
spec:
  selector: {matchLabels: {app: grafana}}
  template:
    metadata: {labels: {app: grafana}}
    spec:
      containers:
      - name: sidecar
        image: quay.io/kiwigrid/k8s-sidecar:1.30.10
        env: [{name: LABEL, value: grafana_dashboard}, {name: LABEL_VALUE, value: "1"}, {name: RESOURCE, value: both}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-dashboard, namespace: monitoring, labels: {grafana_dashboard: "true"}}
data:
  bert.json: |
    {
      "uid": "bert",
      "title": "Bert",
      "schemaVersion": 42,
      "panels": [
        {
          "id": 1,
          "type": "timeseries",
          "title": "Latency",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(nv_inference_pending_request_count)",
              "datasource": {
                "type": "prometheus",
                "uid": "${datasource}"
              }
            }
          ]
        }
      ],
      "templating": {
        "list": [
          {
            "name": "datasource",
            "type": "datasource",
            "query": "prometheus"
          }
        ]
      }
    }
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: grafana, namespace: monitoring}
spec:
  selector: {matchLabels: {app: grafana}}
  template:
    metadata: {labels: {app: grafana}}
    spec:
      containers:
      - name: sidecar
        image: quay.io/kiwigrid/k8s-sidecar:1.30.10
        env: [{name: LABEL, value: grafana_dashboard}, {name: LABEL_VALUE, value: "1"}, {name: RESOURCE, value: both}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-dashboard, namespace: monitoring, labels: {grafana_dashboard: "1"}}
data:
  bert.json: |
    {
      "uid": "bert",
      "title": "Bert",
      "schemaVersion": 42,
      "panels": [
        {
          "id": 1,
          "type": "timeseries",
          "title": "Latency",
          "targets": [
            {
              "refId": "A",
              "expr": "sum(nv_inference_pending_request_count)",
              "datasource": {
                "type": "prometheus",
                "uid": "${datasource}"
              }
            }
          ]
        }
      ],
      "templating": {
        "list": [
          {
            "name": "datasource",
            "type": "datasource",
            "query": "prometheus"
          }
        ]
      }
    }
""",
)
