"""GIT043: what Kustomize generates has a hash in its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.argocd.kustomizations import GENERATORS, kustomizations
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, Workload, items, mapping, value
from tritonfleet.checks.references import references
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_OPTION = "disableNameSuffixHash"
_RELOADS = ("checksum", "reloader", "hash")


def check(world: World) -> Verdicts:
    unhashed = {
        (kind, generator.get("name")): (kustomization, (field, number))
        for kustomization in kustomizations(world)
        for field, kind in GENERATORS.items()
        for number, generator in items(kustomization.data, field)
        if isinstance(generator.get("name"), str) and _plain(kustomization, generator)
    }
    for workload in world.index.workloads if unhashed else ():
        if workload.resource.kind in ("Job", "CronJob", "Pod") or _reloads(workload):
            continue
        for reference in references(workload):
            found = unhashed.pop((reference.kind, str(reference.name)), None)
            if found is not None:
                message = f"{workload.resource} uses {reference.name}, which is generated without a hash"
                yield Breach(*found, message, related=(workload.resource,))


def _plain(kustomization: Resource, generator: Mapping[str, Any]) -> bool:
    own = value(generator, "options", _OPTION)
    everywhere = value(kustomization.data, "generatorOptions", _OPTION) is True
    return own is True or (everywhere and own is None)


def _reloads(workload: Workload) -> bool:
    """Whether an annotation says that something else takes care of it."""
    given = [*mapping(workload.resource.data, "metadata", "annotations")]
    given += mapping(workload.template, "metadata", "annotations")
    return any(word in str(key).lower() for key in given for word in _RELOADS)


RULE = Rule(
    id="GIT043",
    title="A change of the configuration does not reach the pods",
    severity=Severity.WARNING,
    why="The new config.pbtxt is in the cluster, and Triton goes on with the old one: without the hash "
    "behind the generated name the pod template stays the same, so nothing is rolled out.",
    fix="remove `disableNameSuffixHash`, or annotate the pod template with a checksum",
    sources=(
        "kubernetes-sigs/kustomize:api/types/generatoroptions.go",
        "BerriAI/litellm#5318",
    ),
    check=check,
    fails="""\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
configMapGenerator: [{name: models, files: [config.pbtxt]}]
generatorOptions: {disableNameSuffixHash: true}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: nvcr.io/nvidia/tritonserver:26.07-py3
          args: [tritonserver, --model-repository=/models]
          volumeMounts: [{name: models, mountPath: /models/bert}]
      volumes: [{name: models, configMap: {name: models}}]
""",
    passes="""\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
configMapGenerator: [{name: models, files: [config.pbtxt]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
        - name: triton
          image: nvcr.io/nvidia/tritonserver:26.07-py3
          args: [tritonserver, --model-repository=/models]
          volumeMounts: [{name: models, mountPath: /models/bert}]
      volumes: [{name: models, configMap: {name: models}}]
""",
)
