"""K8S029: pods are restarted when the configuration changes that they read at their start."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.restarts import restarts_by_itself, unwatched
from tritonfleet.checks.objects import Resource, Workload
from tritonfleet.checks.pods import (
    triton_containers,
)
from tritonfleet.checks.references import Reference, all_references
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_KINDS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "Rollout"})


def check(world: World) -> Verdicts:
    for workload, found in world.derived(all_references):
        if not found or workload.resource.kind not in _KINDS:
            continue
        stale = list(unwatched(world, workload, found))
        if stale and not restarts_by_itself(workload):
            yield _breach(world, workload, stale)


def _breach(world: World, workload: Workload, stale: list[tuple[Reference, Resource, bool]]) -> Breach:
    """One finding a workload: it is bad where the pods never see the change, else a program may look again."""
    lasting = [entry for entry in stale if entry[2]]
    ref, _, _ = (lasting or stale)[0]
    held = tuple(dict.fromkeys(entry[1] for entry in lasting or stale))
    triton = world.derived(triton_containers)
    reads_once = bool(lasting) or any(id(container) in triton for _, container in workload.containers)
    message = f"a change of {', '.join(map(str, held[:3]))} does not restart the pods that read it"
    severity = Severity.WARNING if reads_once else Severity.INFO
    return Breach(workload.resource, ref.path, message, severity=severity, related=held)


RULE = Rule(
    id="K8S029",
    title="A change of configuration does not restart the pods",
    severity=Severity.WARNING,
    why="The apply succeeds, `kubectl get` shows the new value, and the pods go on with the old one until "
    "somebody deletes them. Environment variables and files mounted by subPath never change in a running "
    "pod; a mounted folder does, but Triton reads config.pbtxt only when it loads a model.",
    fix="put a hash of the content into the pod template, as an annotation checksum/config or in the "
    "ConfigMap's name",
    sources=(
        "BerriAI/litellm#5318",
        "kubernetes/website:content/en/docs/concepts/configuration/configmap.md",
        "helm/helm-www:docs/howto/charts_tips_and_tricks.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-env, namespace: prod}
data: {OMP_NUM_THREADS: "4"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers: [{name: triton, image: "tritonserver:26.07", envFrom: [{configMapRef: {name: bert-env}}]}]
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: bert-env, namespace: prod}
data: {OMP_NUM_THREADS: "4"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}, annotations: {checksum/config: 2c26b46b68ffc68f}}
    spec:
      containers: [{name: triton, image: "tritonserver:26.07", envFrom: [{configMapRef: {name: bert-env}}]}]
""",
)
