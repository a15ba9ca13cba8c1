"""What is fuzzed: each reader of text that people or clusters wrote, with texts to start from.

A target takes any text. It may raise InputError, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tritonfleet import checks, yamlio
from tritonfleet.checks.promql.parsing import parse as parse_promql
from tritonfleet.checks.triton.pbtxt import read as read_pbtxt
from tritonfleet.modelconfig.text import parse as parse_config
from tritonfleet.spec.load import parse_fleet
from tritonfleet.yamlio import Manifest

PBTXT = """\
name: "bert"  # comment
platform: 'onnxruntime_onnx'
max_batch_size: 8
input [ { name: "ids" data_type: TYPE_INT64 dims: [ -1, 128 ] } ]
output { name: "logits" data_type: TYPE_FP32 dims: [ 2 ] reshape { shape: [ ] } }
instance_group [ { count: 2 kind: KIND_GPU gpus: [ 0 ] } ]
dynamic_batching { preferred_batch_size: [ 4, 8 ] max_queue_delay_microseconds: 100 }
parameters { key: "a" value: { string_value: "b\\n" } }
version_policy: { latest: { num_versions: 1 } }
"""
PROMQL = 'sum by (model) (rate(nv_inference_queue_duration_us{namespace="prod", model=~"a|b"}[2m])) / 1e6 > 4'
RULES = "groups: [{name: a, rules: [{alert: Slow, expr: 'up == 0', for: 5m, labels: {severity: page}}]}]\n"
PLUGIN = """\
version: v1
flags: {migStrategy: mixed}
sharing:
  timeSlicing:
    renameByDefault: true
    resources: [{name: nvidia.com/gpu, replicas: 4}]
"""
MIG = """\
version: v1
mig-configs:
  all-1g.10gb:
  - devices: all
    device-filter: ["0x233010DE"]
    mig-enabled: true
    mig-devices: {"1g.10gb": 7}
"""
DASHBOARD = json.dumps(
    {
        "title": "Triton",
        "uid": "triton",
        "schemaVersion": 39,
        "templating": {"list": [{"name": "model", "type": "query", "query": "label_values(up, model)"}]},
        "panels": [{"id": 1, "type": "timeseries", "targets": [{"refId": "A", "expr": PROMQL}]}],
    },
    indent=1,
)
FLEET = """\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: example}
models: {bert: {backend: onnxruntime, load: {time: 40s}}}
services: {nlp: {models: [bert], gpu: {slice: 1g.10gb}, repository: {pvc: {claimName: models}}}}
clusters: {main: {kubernetes: "1.36", pools: {a100: {nodes: 2, gpu: {product: A100-80GB, perNode: 8}}}}}
environments: {prod: {cluster: main, namespace: prod}}
"""
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: nvcr.io/nvidia/tritonserver:26.07-py3
    args: [tritonserver, --model-repository=/models, "--http-port=8000"]
    resources: {limits: {nvidia.com/gpu: 1, memory: 4Gi}}
    volumeMounts: [{name: models, mountPath: /models/bert}]
  volumes: [{name: models, configMap: {name: bert}}]
---
# Source: chart/templates/scaler.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert}
spec: {scaleTargetRef: {name: bert}, triggers: [{type: prometheus, metadata: {query: up, threshold: "1"}}]}
"""


@dataclass(frozen=True)
class Target:
    """A reader and texts to start from."""

    read: Callable[[str], Any]
    seeds: tuple[str, ...]


def check_all(text: str) -> None:
    """Everything that ``check`` does with the text of a file."""
    checks.run(yamlio.load_manifests(text, "f.yaml"))


def in_config_map(key: str, **labels: str) -> Callable[[str], None]:
    """Checks the text as what a key of a ConfigMap holds, beside a server that mounts it."""

    def check(text: str) -> None:
        metadata = {"name": "bert", "namespace": "prod", "labels": labels}
        data = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {key: text}}
        checks.run([Manifest(data, "f.yaml"), *yamlio.load_manifests(POD, "g.yaml")])

    return check


def in_scaler(text: str) -> None:
    """Checks the text as the query of a ScaledObject."""
    pod, scaler = yamlio.load_manifests(POD, "g.yaml")
    scaler.data["spec"]["triggers"][0]["metadata"]["query"] = text
    checks.run([pod, scaler])


TARGETS = {
    "manifests": Target(
        lambda text: yamlio.load_manifests(text, "f.yaml"), (POD, "{}", '{"a": [1, "\\u00e9"]}')
    ),
    "check": Target(check_all, (POD,)),
    "fleet": Target(lambda text: parse_fleet(text, Path("fleet.yaml")), (FLEET,)),
    "pbtxt": Target(lambda text: (parse_config(text, "config.pbtxt"), read_pbtxt(text)), (PBTXT,)),
    "pbtxt-check": Target(in_config_map("config.pbtxt"), (PBTXT,)),
    "promql": Target(lambda text: parse_promql(text).uses, (PROMQL, "up", "a[5m:1m] offset -1h @ start()")),
    "promql-check": Target(in_scaler, (PROMQL,)),
    "embedded-yaml": Target(in_config_map("config.yaml"), (PLUGIN, MIG, RULES)),
    "dashboard": Target(in_config_map("triton.json", grafana_dashboard="1"), (DASHBOARD,)),
}
