"""K8S009: the ConfigMaps that pods use exist, with the keys they use."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.references import resolve
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    yield from resolve(world, "ConfigMap")


RULE = Rule(
    id="K8S009",
    title="A ConfigMap or a key in it does not exist",
    severity=Severity.ERROR,
    why="The pod stays in ContainerCreating or CreateContainerConfigError. Kustomize's name hashes cause "
    "it when a reference stands in a field that kustomize does not know.",
    fix="add the ConfigMap or the key, name the one that exists, or declare it as existing elsewhere",
    sources=("kubernetes-sigs/kustomize#4674", "kubernetes-sigs/kustomize#1301"),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data: {config.pbtxt: ""}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers: [{name: triton, image: tritonserver:26.07, volumeMounts: [{name: model, mountPath: /models/bert}]}]
  volumes: [{name: model, configMap: {name: bert-model, items: [{key: config.pbtx, path: config.pbtxt}]}}]
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-model, namespace: prod}
data: {config.pbtxt: ""}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    volumeMounts: [{name: model, mountPath: /models/bert}]
    envFrom: [{configMapRef: {name: tuning, optional: true}}]
  volumes: [{name: model, configMap: {name: bert-model, items: [{key: config.pbtxt, path: config.pbtxt}]}}]
""",
)
