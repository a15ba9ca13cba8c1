"""KSV039: no container of KServe sets a variable that its webhook refuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kserve.runtimes import given_runtimes
from tritonfleet.checks.kserve.services import inference_services
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_BLOCKED = ("PYTHONPATH",)
_LISTS = ("containers", "initContainers")


def check(world: World) -> Verdicts:
    for resource, path, container in _containers(world):
        for number, variable in items(container, "env"):
            if variable.get("name") in _BLOCKED:
                message = f"`{variable['name']}` is set, which KServe refuses"
                yield Breach(resource, (*path, "env", number, "name"), message)


def _containers(world: World) -> Iterator[tuple[Resource, Path, Mapping[str, Any]]]:
    places: list[tuple[Resource, Path]] = []
    for service in inference_services(world):
        if service.model is not None:
            yield service.resource, service.model.path, service.model.spec
        for component in service.components:
            places += [
                (service.resource, component.path),
                (service.resource, (*component.path, "workerSpec")),
            ]
    for runtime in world.derived(given_runtimes):
        if runtime.resource is not None:
            places += [(runtime.resource, ("spec",)), (runtime.resource, ("spec", "workerSpec"))]
    for resource, path in places:
        for field in _LISTS:
            for number, container in items(mapping(resource.data, *path), field):
                yield resource, (*path, field, number), container


RULE = Rule(
    id="KSV039",
    title="KServe refuses an environment variable",
    severity=Severity.ERROR,
    why="The webhook of KServe 0.20 refuses the object: PYTHONPATH would let a manifest put code into the "
    "server. Models of the Python backend often set it.",
    fix="put the modules beside model.py, or into the image or an execution environment",
    sources=("kserve/kserve:pkg/validation/env_policy.go",),
    check=check,
    fails="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      storageUri: s3://models/resnet
      env: [{name: PYTHONPATH, value: /mnt/models/lib}]
""",
    passes="""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: resnet, namespace: prod, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec:
  predictor:
    model:
      modelFormat: {name: triton}
      runtimeVersion: 26.07-py3
      storageUri: s3://models/resnet
      env: [{name: OMP_NUM_THREADS, value: "4"}]
""",
)
