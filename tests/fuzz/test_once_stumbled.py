"""Objects over which a rule has stumbled before."""

from __future__ import annotations

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks.facts import Facts, PrometheusFacts

DEPLOYMENT = """\
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
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=/models, --model-control-mode=explicit, --load-model=bert]
        ports: [{name: PORT, containerPort: 8002}]
      volumes: [{name: VOLUME, configMap: {name: bert}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: bert, namespace: prod}
data: {TEXTS}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {type: TYPE, selector: {app: bert}, ports: [{name: http, port: NUMBER, targetPort: NUMBER}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  podMetricsEndpoints:
  - portNumber: 8002
    metricRelabelings: [{action: drop, sourceLabels: [__name__], regex: "REGEX"}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {matchLabels: {app: bert}}, policyTypes: [Ingress], ingress: [{ports: [{port: http}]}]}
"""
USUAL = {
    "PORT": "metrics",
    "VOLUME": "files",
    "TEXTS": "a: b",
    "TYPE": "ClusterIP",
    "NUMBER": "8000",
    "REGEX": "go_.*",
}
FACTS = Facts(prometheus=PrometheusFacts("monitoring"))


def manifests(name: str, value: str) -> list[yamlio.Manifest]:
    text = DEPLOYMENT
    for each, usual in (USUAL | {name: value}).items():
        text = text.replace(each, usual)
    return yamlio.load_manifests(text, "f.yaml")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "[]"),
        ("VOLUME", "[]"),
        ("VOLUME", "{a: 1}"),
        ("TYPE", "[]"),
        ("NUMBER", "[]"),
        ("NUMBER", "9" * 400),
        ("REGEX", "[[a]"),
        ("REGEX", "a||b--c"),
        ("REGEX", "("),
        ("REGEX", r"(\\w+)+!"),
        ("TEXTS", """'a.json': '{"panels": %s}'""" % ("9" * 5000)),
        ("TEXTS", """'a.json': '{"panels": %s}'""" % ("[" * 5000)),
        ("TEXTS", """'config.pbtxt': 'input { data_type: 99999999999 }'"""),
    ],
)
def test_what_has_made_a_rule_stumble_does_so_no_more(name, value):
    checks.run(manifests(name, value), FACTS)
